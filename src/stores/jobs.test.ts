import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { JobId } from "../domain/ids.ts";
import type { Job } from "../domain/job.ts";
import { createJobs } from "./jobs.ts";
import { gather } from "./records.ts";

const id = JobId("j1");
const startMs = Date.UTC(2030, 0, 1);

function aJob(more: Partial<Job> = {}): Job {
  return {
    id,
    kind: "speak",
    title: "Speak a story",
    input: { text: "hello" },
    orderedBy: "system",
    createdAtMs: startMs,
    changedAtMs: startMs,
    state: { is: "waiting" },
    attempt: 0,
    cancelAsked: false,
    ...more,
  };
}

onEveryTable("jobs", (newGround) => {
  test("of many workers one gets a waiting job", async () => {
    const jobs = createJobs(newGround());
    await jobs.create(aJob());
    const claims = await Promise.all(["a", "b", "c"].map((by) => jobs.claim(id, by, 60_000)));
    const got = claims.filter((each) => each !== undefined);
    expect(got).toHaveLength(1);
    expect(got[0]?.value).toMatchObject({ attempt: 1, state: { is: "running", untilMs: startMs + 60_000 } });
    expect(await jobs.get(id)).toEqual(got[0]);
  });

  test("a job whose worker went silent is taken again where it was left", async () => {
    const ground = newGround();
    const jobs = createJobs(ground);
    await jobs.create(aJob());
    const first = await jobs.claim(id, "a", 60_000);
    const checkpoint = { done: ["p1"] };
    await jobs.save({ ...aJob(), ...first?.value, checkpoint, progress: { done: 1, of: 3 } }, 2);
    expect(await jobs.claim(id, "b", 60_000)).toBeUndefined();
    ground.clock.advance(60_000);
    const second = await jobs.claim(id, "b", 60_000);
    expect(second?.value).toMatchObject({ attempt: 2, checkpoint, progress: { done: 1, of: 3 } });
    expect(await jobs.save(aJob({ state: { is: "done", atMs: 1, result: {} } }), 3)).toEqual({ ok: false });
  });

  test.each<Job["state"]>([
    { is: "done", atMs: startMs, result: { audioId: "a1" } },
    { is: "failed", atMs: startMs, why: "the disk is full", hint: "make room" },
    { is: "cancelled", atMs: startMs },
  ])("a job that is $is is told of for a while, and nobody takes it", async (state) => {
    const ground = newGround();
    const jobs = createJobs(ground);
    await jobs.create(aJob({ state }));
    expect(await jobs.claim(id, "a", 1000)).toBeUndefined();
    expect((await jobs.get(id))?.value.state).toEqual(state);
    ground.clock.advance(90 * 86_400_000);
    expect(await jobs.get(id)).toBeUndefined();
  });

  test("after a restart all unfinished ones are found", async () => {
    const jobs = createJobs(newGround());
    const states: Job["state"][] = [
      { is: "waiting" },
      { is: "cancelled", atMs: 1 },
      { is: "running", by: "a", untilMs: 1 },
    ];
    for (const [n, state] of states.entries()) await jobs.create(aJob({ id: JobId(`j${n}`), state }));
    expect((await gather(jobs.unfinished())).map(({ value }) => value.id)).toEqual(["j0", "j2"]);
    expect((await jobs.list({ backwards: true })).records).toHaveLength(3);
    await jobs.delete(JobId("j0"));
    expect(await jobs.get(JobId("j0"))).toBeUndefined();
  });
});
