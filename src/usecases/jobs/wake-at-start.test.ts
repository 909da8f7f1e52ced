import { expect, test, vi } from "vitest";
import { aProcess, becomes, clock, untilStopped } from "../../../test/a-working-process.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import type { JobId } from "../../domain/ids.ts";
import type { Table } from "../../ports/table.ts";
import { retryJob } from "./enqueue-job.ts";
import type { JobHandler } from "./run-jobs.ts";

/** A process that is killed while a job runs: what it would have written, it writes no more. */
async function killed(
  table: Table,
  seed: number,
  orders: number | JobId,
  step = async (..._: Parameters<JobHandler>) => {},
): Promise<JobId[]> {
  let isDead = false;
  let steps = 0;
  const house = aProcess(
    {
      ...table,
      async put(...given) {
        if (isDead) throw new Error("it is dead");
        return table.put(...given);
      },
    },
    async (job, at) => {
      await step(job, at);
      steps += 1;
      return untilStopped(job, at);
    },
    seed,
    {},
    "home",
  );
  const ids = typeof orders === "number" ? [] : [orders];
  for (let at = 0; typeof orders === "number" && at < orders; at += 1) ids.push(await house.order());
  for (const id of ids) await becomes(house, id, "running");
  await vi.waitFor(() => expect(steps).toBeGreaterThanOrEqual(ids.length));
  isDead = true;
  await house.stop();
  return ids;
}

test("a job that kills its process is given up after three times, not what ran beside it, and may be tried again", async () => {
  const table = createMemoryTable(clock);
  const [deadly = "" as JobId, beside = "" as JobId] = await killed(table, 1, 2);
  for (const seed of [2, 3]) await killed(table, seed, deadly);
  const house = aProcess(table, async () => ({ ok: true, result: {} }), 4, {}, "home");
  expect((await becomes(house, deadly, "failed")).state).toMatchObject({
    why: "The server ended 3 times while it did this, before it got any further.",
    mayWorkLater: true,
  });
  await becomes(house, beside, "done");
  await retryJob(house, deadly);
  expect((await becomes(house, deadly, "done")).deaths).toBeUndefined();
  await house.stop();
});

test("a job that gets further each time before its process dies is not given up", async () => {
  const table = createMemoryTable(clock);
  const further = (...[job, at]: Parameters<JobHandler>) =>
    at.checkpoint({ steps: Number(job.checkpoint?.["steps"] ?? 0) + 1 });
  const [id = "" as JobId] = await killed(table, 1, 1, further);
  for (const seed of [2, 3, 4, 5]) await killed(table, seed, id, further);
  const house = aProcess(table, async () => ({ ok: true, result: {} }), 6, {}, "home");
  await becomes(house, id, "done");
  await house.stop();
});
