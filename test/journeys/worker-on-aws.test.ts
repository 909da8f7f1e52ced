import { expect, test, vi } from "vitest";
import { createDynamoTable } from "../../src/adapters/aws/dynamodb/table.ts";
import { createS3AudioFiles } from "../../src/adapters/aws/s3/audio-files.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { JobId } from "../../src/domain/ids.ts";
import type { Job } from "../../src/http/schema/job.ts";
import { createJobs } from "../../src/stores/jobs.ts";
import { createSearchNotes } from "../../src/stores/search-notes.ts";
import { anMp3 } from "../browser/an-mp3.ts";
import { signedTo } from "../emulators/signed-to.ts";
import { startAwsWorld } from "./aws-world.ts";
import { soon } from "./some-home.ts";

function tableIn(env: { readonly AWS_ENDPOINT_URL_DYNAMODB: string; readonly DYNAMODB_TABLE: string }) {
  const clock = systemClock();
  const call = signedTo(() => env.AWS_ENDPOINT_URL_DYNAMODB);
  return { table: createDynamoTable(call, env.DYNAMODB_TABLE, clock), clock };
}

function filesIn(env: { readonly AWS_ENDPOINT_URL_S3: string; readonly S3_AUDIO_BUCKET: string }) {
  const call = signedTo(() => env.AWS_ENDPOINT_URL_S3);
  const addressOf = async (key: string) => new URL(key, env.AWS_ENDPOINT_URL_S3);
  return createS3AudioFiles(call, { bucket: env.S3_AUDIO_BUCKET, addressOf });
}

test("a worker killed in the middle, a message that comes three times, a job that kills its worker, and one that never fits into a run", async () => {
  await using world = await startAwsWorld({ KEEP_CONVERSIONS_EVERY_SECONDS: "1" });
  const parent = await world.parent();
  const send = async (name: string, seconds: number) => {
    const body = new Uint8Array(await anMp3(seconds));
    const plan = await parent.ask<{ id: string; token: string; parts: { url: string }[] }>(
      "POST",
      "/api/audio/uploads",
      { name, bytes: body.length },
    );
    for (const { url } of plan.parts) await fetch(url, { method: "PUT", body });
    const done = { name, token: plan.token, treatment: "speech", keepOriginal: true };
    await parent.ask("POST", `/api/audio/uploads/${plan.id}/complete`, done);
    return plan.id;
  };
  const job = (id: string) => parent.ask<Job>("GET", `/api/jobs/${id}`);

  // Killed once something of the conversion is safe: the next run goes on from there.
  const long = await send("Long.mp3", 300);
  const kept = async () => (await filesIn(world.env).list(`uploads/${long}.`)).map(({ key }) => key);
  await vi.waitFor(async () => expect(await kept()).toContain(`uploads/${long}.heard`), {
    ...soon,
    interval: 50,
  });
  await world.worker.kill();
  for (let copy = 0; copy < 3; copy++) await world.jobQueue.send(long);

  // While the killed one's hold on it runs out.
  const poison = await send("Poison.mp3", 5);
  const record = { messageId: "m", body: poison, attributes: { ApproximateReceiveCount: "4" } };
  // The queue's own delivery may be at work on it this very moment; then SQS would bring it once more.
  await vi.waitFor(
    async () =>
      expect(await world.worker.invoke({ Records: [record] })).toMatchObject({
        ok: true,
        answer: { batchItemFailures: [] },
      }),
    soon,
  );
  await vi.waitFor(async () => expect(["failed", "done"]).toContain((await job(poison)).state), soon);

  const tooLong = JobId("too-long");
  await createJobs(tableIn(world.env)).create({
    ...{ id: tooLong, kind: "ingest-upload", title: "All of it.wav", input: {}, orderedBy: "system" },
    ...{ createdAtMs: Date.now(), changedAtMs: Date.now(), attempt: 8, cancelAsked: false },
    state: { is: "waiting" },
  });
  await world.jobQueue.send(tooLong);
  const failed = { state: "failed", note: expect.stringContaining("in parts") };
  await vi.waitFor(async () => expect(await job(tooLong)).toMatchObject(failed), soon);

  await vi.waitFor(async () => expect((await job(long)).state).toBe("done"), {
    timeout: 120_000,
    interval: 200,
  });
  const { items } = await parent.ask<{ items: { id: string; title: string }[] }>("GET", "/api/audio");
  const ours = items.filter(({ title }) => title === "Long");
  expect(ours).toHaveLength(1);
  expect(await kept()).toEqual([]);
  // Its file was kept where our roles let us keep it, and comes through the edge.
  const original = await parent.send("GET", `/api/audio/${ours[0]?.id}/original`);
  expect((await fetch(original.headers.get("location") ?? "")).status).toBe(200);

  // What it looks after every hour: a job that nobody was called for, and an index for the first search of an API.
  const lost = JobId("lost");
  const anHourAgo = Date.now() - 3_600_000;
  await createJobs(tableIn(world.env)).create({
    ...{ id: lost, kind: "measure-audio", title: "Lost", input: { audioId: "none" }, orderedBy: "system" },
    ...{ createdAtMs: anHourAgo, changedAtMs: anHourAgo, attempt: 0, cancelAsked: false },
    state: { is: "waiting" },
  });
  // And a file that an upload left which was killed a year ago.
  const files = filesIn(world.env);
  const leftOver = "audio/01jd0000000000000000000000-1.mp3";
  await files.put(leftOver, new Blob(["sound"]).stream(), { maxBytes: 10, contentType: "audio/mpeg" });
  // Calls that found nothing to do any more may still be on their way.
  await vi.waitFor(async () => expect(await world.jobQueue.underWay()).toBe(0), soon);
  expect((await world.worker.invoke({ scheduled: "tend-library" })).ok).toBe(true);
  const recordings = (await files.list("audio/")).map(({ key }) => key);
  expect(recordings).not.toContain(leftOver);
  expect(recordings.filter((key) => key.includes(ours[0]?.id ?? "none"))).toHaveLength(1);
  expect(await createSearchNotes(tableIn(world.env)).kept()).toBeDefined();
  await vi.waitFor(async () => expect((await job(lost)).state).toBe("done"), soon);
}, 240_000);
