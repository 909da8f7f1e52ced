import { expect, test } from "vitest";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import { JobId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import { createJobPlaces } from "../../stores/job-places.ts";
import { createJobs } from "../../stores/jobs.ts";
import { claimJobPlace } from "./claim-job-place.ts";

const startMs = Date.UTC(2030, 0, 1);
const minuteMs = 60_000;
const shares = { of: ({ kind }: Job) => (kind === "play" ? undefined : kind), most: { dig: 1 } };

async function aHouse() {
  const clock = fixedClock(startMs);
  const table = createMemoryTable(clock);
  const jobs = createJobs({ table, clock });
  const sent: { readonly id: JobId; readonly delaySeconds: number | undefined }[] = [];
  const jobQueue: JobQueue = {
    send: async (id, options) => void sent.push({ id, delaySeconds: options?.delaySeconds }),
    receive: async () => {},
  };
  const deps = { jobPlaces: createJobPlaces({ table, clock }), jobQueue, clock };
  const order = async (name: string, kind: string): Promise<Job> => {
    const job: Job = {
      ...{ id: JobId(name), kind, title: "Job", input: {}, orderedBy: "system", state: { is: "waiting" } },
      ...{ createdAtMs: startMs, changedAtMs: startMs, attempt: 0, cancelAsked: false },
    };
    await jobs.create(job);
    return job;
  };
  const begins = async (job: Job) => {
    expect(await claimJobPlace(deps, shares, job)).toBe(true);
    await jobs.claim(job.id, "a worker", 24 * 60 * minuteMs);
  };
  return { clock, sent, order, begins, comes: (job: Job) => claimJobPlace(deps, shares, job) };
}

test("who finds no place looks again in twenty seconds, the seldomer the longer it has waited, at least every quarter of an hour", async () => {
  const { clock, sent, order, begins, comes } = await aHouse();
  await begins(await order("first", "dig"));
  const second = await order("second", "dig");
  for (const minutes of [0, 30, 600]) {
    clock.advance(minutes * minuteMs);
    expect(await comes(second)).toBe(false);
  }
  expect(sent).toEqual([20, 180, 900].map((delaySeconds) => ({ id: second.id, delaySeconds })));
});

test("what belongs to no share, or to one without a limit, waits for nobody", async () => {
  const { sent, order, begins, comes } = await aHouse();
  await begins(await order("first", "dig"));
  for (const kind of ["play", "sing"])
    for (const name of ["one", "other"]) expect(await comes(await order(`${kind} ${name}`, kind))).toBe(true);
  expect(sent).toEqual([]);
});
