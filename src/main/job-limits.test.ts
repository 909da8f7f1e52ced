import { expect, test, vi } from "vitest";
import { createMemoryAudioFiles } from "../adapters/memory/audio-files.ts";
import { seededChance } from "../adapters/memory/chance.ts";
import { fixedClock } from "../adapters/memory/clock.ts";
import { createInProcessJobQueue } from "../adapters/memory/job-queue.ts";
import { createLiveUpdates } from "../adapters/memory/live-updates.ts";
import { createRecordingLog } from "../adapters/memory/log.ts";
import { createMemoryTable } from "../adapters/memory/table.ts";
import { JobId } from "../domain/ids.ts";
import { createJobs } from "../stores/jobs.ts";
import { editAudioKind } from "../usecases/audio/edit-audio.ts";
import { enqueueUploaded } from "../usecases/audio/enqueue-uploaded.ts";
import { enqueueIngest, ingestUploadKind, uploadKeyOf } from "../usecases/audio/ingest-upload.ts";
import { ingestUrlKind } from "../usecases/audio/ingest-url.ts";
import { ingestEpisodeKind } from "../usecases/feeds/fetch-episode.ts";
import { enqueueJob } from "../usecases/jobs/enqueue-job.ts";
import { type JobHandler, runJobs } from "../usecases/jobs/run-jobs.ts";
import { transcribeKind } from "../usecases/speech/transcribe-audio.ts";
import { workerCallsAtOnce } from "./aws/agreed-names.ts";
import { jobLimitsAtHome, jobSharesOnAws } from "./job-limits.ts";

const hours = 200_000_000;

/** A home in which everything long takes for ever, and a short recording no time at all. */
function aHome() {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const deps = {
    clock,
    chance: seededChance(3),
    liveUpdates: createLiveUpdates(),
    log: createRecordingLog(),
    jobs: createJobs({ table: createMemoryTable(clock), clock }),
    jobQueue: createInProcessJobQueue(clock),
    files: createMemoryAudioFiles(),
  };
  const stop = new AbortController();
  const begun: string[] = [];
  const forEver: JobHandler = (job, { signal }) =>
    new Promise((_, reject) => {
      begun.push(job.id);
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  const upload: JobHandler = async (job, at) =>
    Number(job.input["bytes"]) >= hours ? forEver(job, at) : { ok: true, result: {} };
  const works = {
    [ingestUploadKind]: upload,
    [ingestUrlKind]: forEver,
    [ingestEpisodeKind]: forEver,
    [editAudioKind]: forEver,
    [transcribeKind]: forEver,
  };
  const working = runJobs(deps, works, { ...jobLimitsAtHome, signal: stop.signal });
  return {
    ...deps,
    begun,
    long: (kind: string, bytes = hours) =>
      enqueueJob(deps, { kind, title: "Long", input: { bytes }, orderedBy: "system" }),
    isDone: (id: JobId) =>
      vi.waitFor(
        async () => {
          clock.advance(500);
          expect((await deps.jobs.get(id))?.value.state.is).toBe("done");
        },
        { interval: 1 },
      ),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await working;
    },
  };
}

test.each([
  ["uploads", [ingestUploadKind]],
  ["episodes", [ingestEpisodeKind]],
  [
    "long work of every kind",
    [ingestUploadKind, ingestUrlKind, ingestEpisodeKind, editAudioKind, transcribeKind],
  ],
])("a recording of five seconds does not wait behind forty %s that take hours", async (_, kinds) => {
  await using home = aHome();
  for (let count = 0; count < 40; count += 1) await home.long(kinds[count % kinds.length] ?? "");
  await vi.waitFor(() => expect(home.begun.length).toBeGreaterThanOrEqual(6));
  const recording = await enqueueIngest(home, {
    bytes: new Blob([new Uint8Array(80_000)]).stream(),
    name: "good night.webm",
    treatment: "speech",
    maxBytes: 1_000_000,
    orderedBy: "system",
  });
  if (!recording.ok) throw new Error(recording.why);
  await home.isDone(recording.job.id);
  expect(home.begun.length).toBeLessThan(16);
});

test("all long work together never has all the places, at home or on AWS", () => {
  const taken = (most: Readonly<Record<string, number>>) =>
    Object.values(most).reduce((sum, each) => sum + each, 0);
  expect(taken(jobLimitsAtHome.shares.most)).toBeLessThan(jobLimitsAtHome.atOnce);
  expect(taken(jobSharesOnAws.most)).toBeLessThan(workerCallsAtOnce);
});

test("an upload knows its size, sent at once or in parts", async () => {
  await using home = aHome();
  const id = JobId("sent");
  const bytes = new Uint8Array(70_000);
  const options = { maxBytes: 100_000, contentType: "application/octet-stream" };
  await home.files.put(uploadKeyOf(id), new Blob([bytes]).stream(), options);
  const wish = { id, name: "sent.wav", keepOriginal: false, orderedBy: "system" } as const;
  expect((await enqueueUploaded(home, wish)).input["bytes"]).toBe(70_000);
  const whole = await enqueueIngest(home, {
    ...{ bytes: new Blob([bytes]).stream(), name: "whole.wav", treatment: "auto" },
    ...{ maxBytes: 100_000, orderedBy: "system" },
  });
  expect(whole.ok && whole.job.input["bytes"]).toBe(70_000);
});
