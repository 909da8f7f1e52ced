import fc from "fast-check";
import { expect, test } from "vitest";
import { createBacklog } from "./backlog.ts";

test("however much many connections hear, no more waits than the bound and one each, and all of it is stored in the end", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 30 }),
      async (heardBy, most) => {
        const backlog = createBacklog(most);
        let [waiting, peak, stored] = [0, 0, 0];
        const connections = heardBy.map(async (messages) => {
          for (let each = 0; each < messages; each++) {
            waiting++;
            peak = Math.max(peak, waiting);
            backlog.add(1);
            await backlog.room();
          }
        });
        const all = heardBy.reduce((sum, each) => sum + each, 0);
        while (stored < all) {
          await Promise.resolve();
          if (waiting === 0) continue;
          stored++;
          waiting--;
          backlog.add(-1);
        }
        await Promise.all(connections);
        expect(peak).toBeLessThanOrEqual(most + heardBy.length);
      },
    ),
    { numRuns: 50 },
  );
});

test("while the store is away nobody waits for it", async () => {
  const backlog = createBacklog(1);
  backlog.add(5);
  const room = backlog.room();
  expect(room).toBeDefined();
  backlog.stored(false);
  await room;
  expect(backlog.room()).toBeUndefined();
  backlog.stored(true);
  expect(backlog.room()).toBeDefined();
});
