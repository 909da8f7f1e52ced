import { expect, test, vi } from "vitest";
import { aProcess, becomes, clock, untilStopped } from "../../../test/a-working-process.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import type { JobId } from "../../domain/ids.ts";
import { DiskFull, diskFullHint } from "../../ports/disk-full.ts";
import { cancelJob, retryJob } from "./enqueue-job.ts";
import type { JobHandler } from "./run-jobs.ts";

test("a job is done once, and its progress and result are remembered", async () => {
  let runs = 0;
  const house = aProcess(createMemoryTable(clock), async (_, { tell, checkpoint }) => {
    runs += 1;
    tell({ done: 3, of: 4 });
    await checkpoint({ step: "three" });
    return { ok: true, result: { sang: true } };
  });
  const id = await house.order();
  const job = await becomes(house, id, "done");
  expect(job).toMatchObject({ attempt: 1, progress: { done: 3, of: 4 }, checkpoint: { step: "three" } });
  expect(job.state).toMatchObject({ result: { sang: true } });
  await house.jobQueue.send(id);
  await house.stop();
  expect(runs).toBe(1);
});

test("what runs stops when somebody cancels it, and may be tried again", async () => {
  let works: JobHandler = untilStopped;
  const house = aProcess(createMemoryTable(clock), (job, at) => works(job, at));
  const id = await house.order();
  await becomes(house, id, "running");
  await cancelJob(house, id);
  await becomes(house, id, "cancelled");
  works = async () => ({ ok: true, result: {} });
  await retryJob(house, id);
  await becomes(house, id, "done");
  await house.stop();
});

test("a table that does not answer for a moment takes neither the hold of who works nor the way to stop it", async () => {
  const table = createMemoryTable(clock);
  let failures = 0;
  const house = aProcess(
    {
      ...table,
      async get(key) {
        if (failures === 0) return table.get(key);
        failures -= 1;
        throw new Error("the table does not answer");
      },
    },
    untilStopped,
  );
  const id = await house.order();
  await becomes(house, id, "running");
  failures = 1;
  await vi.waitFor(() => {
    clock.advance(500);
    expect(failures).toBe(0);
  });
  await cancelJob(house, id);
  expect(await becomes(house, id, "cancelled")).toMatchObject({ attempt: 1 });
  await house.stop();
});

test("what waits is cancelled at once and never runs", async () => {
  let runs = 0;
  const table = createMemoryTable(clock);
  const house = aProcess(table, async () => {
    runs += 1;
    return { ok: true, result: {} };
  });
  await house.stop();
  const id = await house.order();
  expect((await cancelJob(house, id))?.state.is).toBe("cancelled");
  const next = aProcess(table, untilStopped, 2);
  await next.stop();
  expect(runs).toBe(0);
});

test("work that breaks is tried three times, then fails with its own words", async () => {
  let runs = 0;
  const house = aProcess(createMemoryTable(clock), async () => {
    runs += 1;
    throw new Error("the disk is full");
  });
  const id = await house.order();
  const job = await becomes(house, id, "failed", 10_000);
  expect(job.state).toMatchObject({ why: "the disk is full" });
  expect(runs).toBe(3);
  await house.stop();
});

test("for a full disk it is not tried again by itself: it fails at once, with what helps", async () => {
  let runs = 0;
  const house = aProcess(createMemoryTable(clock), async () => {
    runs += 1;
    throw new DiskFull();
  });
  const job = await becomes(house, await house.order(), "failed");
  expect(job.state).toMatchObject({
    why: "The disk is too full for this.",
    hint: diskFullHint,
    mayWorkLater: true,
  });
  expect(runs).toBe(1);
  await house.stop();
});

test("a stopped process leaves its job to the next one, which goes on from the checkpoint", async () => {
  const table = createMemoryTable(clock);
  const house = aProcess(table, async (job, at) => {
    await at.checkpoint({ got: "half" });
    return untilStopped(job, at);
  });
  const id = await house.order();
  await vi.waitFor(async () => expect((await house.jobs.get(id))?.value.checkpoint).toBeDefined());
  await house.stop();
  expect((await house.jobs.get(id))?.value.state.is).toBe("waiting");
  const next = aProcess(table, async (job) => ({ ok: true, result: { had: job.checkpoint ?? {} } }), 2);
  expect((await becomes(next, id, "done")).state).toMatchObject({ result: { had: { got: "half" } } });
  await next.stop();
});

test("stops are no failed attempts where each run got further, and are counted where none did", async () => {
  const table = createMemoryTable(clock);
  const run = async (work: JobHandler, seed: number, before: JobId | undefined) => {
    const house = aProcess(table, work, seed);
    const id = before ?? (await house.order());
    await becomes(house, id, "running");
    await house.stop();
    return (await house.jobs.get(id))?.value;
  };
  const further: JobHandler = async (job, at) => {
    await at.checkpoint({ steps: Number(job.checkpoint?.["steps"] ?? 0) + 1 });
    return untilStopped(job, at);
  };
  let job = await run(further, 1, undefined);
  expect(job).toMatchObject({ attempt: 0, checkpoint: { steps: 1 } });
  job = await run(further, 2, job?.id);
  expect(job).toMatchObject({ attempt: 0, checkpoint: { steps: 2 } });
  job = await run(untilStopped, 3, job?.id);
  expect(await run(untilStopped, 4, job?.id)).toMatchObject({ attempt: 2, checkpoint: { steps: 2 } });
});

test("a killed process's job is taken over when its time is up, and the dead one can change nothing more", async () => {
  const table = createMemoryTable(clock);
  // Killed: it neither renews nor ends. Its clock stands still for ever.
  const dead = { ...aProcess(table, untilStopped), clock: fixedClock(0) };
  await dead.stop();
  const id = await dead.order();
  await dead.jobs.claim(id, "dead", 30_000);
  const next = aProcess(table, async () => ({ ok: true, result: {} }), 2);
  const job = await becomes(next, id, "done", 2_000);
  expect(job.attempt).toBe(2);
  await next.stop();
});

test("work that takes hours leaves places for the rest, and comes to its turn when one of its own is free", async () => {
  const dug: string[] = [];
  const holes = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  const dig: JobHandler = async (job) => {
    await holes[dug.push(job.id) - 1]?.promise;
    return { ok: true, result: {} };
  };
  const play: JobHandler = async () => ({ ok: true, result: {} });
  const house = aProcess(createMemoryTable(clock), play, 1, { dig });
  const ids = [
    await house.order("dig"),
    await house.order("dig"),
    await house.order("dig"),
    await house.order("dig"),
  ];
  for (let times = 0; times < 3; times += 1) await becomes(house, await house.order(), "done");
  expect(dug).toEqual(ids.slice(0, 2));
  holes[0]?.resolve();
  await becomes(house, ids[0] ?? ("" as JobId), "done");
  await vi.waitFor(() => {
    clock.advance(1_000);
    expect(dug).toHaveLength(3);
  });
  for (const { resolve } of holes) resolve();
  for (const id of ids) await becomes(house, id, "done");
  await house.stop();
  expect(new Set(dug)).toEqual(new Set(ids));
});
