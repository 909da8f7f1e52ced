import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { JobId } from "../domain/ids.ts";
import type { Job } from "../domain/job.ts";
import { createJobPlaces } from "./job-places.ts";
import { createJobs } from "./jobs.ts";

const startMs = Date.UTC(2030, 0, 1);
const [first, second, third] = [JobId("first"), JobId("second"), JobId("third")];

onEveryTable("places for jobs", (newGround) => {
  async function aHouse() {
    const ground = newGround();
    const jobs = createJobs(ground);
    for (const id of [first, second, third])
      await jobs.create({
        ...{ id, kind: "ingest-url", title: "Long", input: {}, orderedBy: "system" },
        ...{ createdAtMs: startMs, changedAtMs: startMs, attempt: 0, cancelAsked: false },
        state: { is: "waiting" },
      } satisfies Job);
    return { ...ground, jobs, places: createJobPlaces(ground) };
  }

  test("there are so many and no more, however many ask at once, and each share has its own", async () => {
    const { places } = await aHouse();
    const asked = await Promise.all([first, second, third].map((id) => places.take("long", 2, id)));
    expect(asked.filter((got) => got)).toHaveLength(2);
    expect(await places.take("listening", 1, third)).toBe(true);
  });

  test("who has one keeps it while it is worked on, and may ask again", async () => {
    const { places, jobs, clock } = await aHouse();
    expect(await places.take("long", 1, first)).toBe(true);
    await jobs.claim(first, "a worker", 120_000);
    clock.advance(100_000);
    expect(await places.take("long", 1, second)).toBe(false);
    expect(await places.take("long", 1, first)).toBe(true);
  });

  test("a job that is over, gone or whose worker was killed has none any more", async () => {
    const { places, jobs, clock } = await aHouse();
    await places.take("long", 1, first);
    const claimed = await jobs.claim(first, "a worker", 30_000);
    if (claimed === undefined) throw new Error("not claimed");
    await jobs.save({ ...claimed.value, state: { is: "done", atMs: startMs, result: {} } }, claimed.version);
    expect(await places.take("long", 1, second)).toBe(true);

    await jobs.claim(second, "a worker that is killed", 30_000);
    expect(await places.take("long", 1, third)).toBe(false);
    clock.advance(30_000);
    expect(await places.take("long", 1, third)).toBe(true);

    await jobs.delete(third);
    expect(await places.take("long", 1, second)).toBe(true);
  });

  test("who took one and never began lets it go after half a minute", async () => {
    const { places, clock } = await aHouse();
    await places.take("long", 1, first);
    clock.advance(29_000);
    expect(await places.take("long", 1, second)).toBe(false);
    clock.advance(1_000);
    expect(await places.take("long", 1, second)).toBe(true);
  });
});
