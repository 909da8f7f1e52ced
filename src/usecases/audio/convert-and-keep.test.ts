import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openScratch } from "../../adapters/files/scratch.ts";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { createWasmConverter } from "../../adapters/wasm/audio-converter.ts";
import { createZipArchives } from "../../adapters/zip/archives.ts";
import { JobId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Scratch } from "../../ports/scratch.ts";
import { createAudioLibrary } from "../../stores/audio.ts";
import { createJobs } from "../../stores/jobs.ts";
import { ingestUpload, ingestUploadKind, uploadKeyOf } from "./ingest-upload.ts";
import { sweepUploads } from "./sweep-uploads.ts";

const clock = systemClock();
const converter = createWasmConverter({ threads: 1, keepEveryMs: 1 });
let folder = "";
let scratch: Scratch;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "convert-and-keep-"));
  scratch = await openScratch(folder);
});
afterAll(async () => {
  await converter[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Mono, 8 kHz, 8 bit: half a minute of it is a piece to the decoder. */
function longWav(seconds: number): Uint8Array<ArrayBuffer> {
  const file = Buffer.alloc(44 + seconds * 8000);
  file.write("RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0", 0, "latin1");
  file.writeUInt32LE(36 + seconds * 8000, 4);
  file.writeUInt32LE(8000, 24);
  file.writeUInt32LE(8000, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(seconds * 8000, 40);
  for (let at = 44; at < file.length; at += 1)
    file[at] = 128 + Math.round(60 * Math.sin(at / (5 + at / 1e5)));
  return new Uint8Array(file);
}

/** A house to which a file was sent, and the runs of the job that takes it in. */
async function aHouse(file: Uint8Array<ArrayBuffer>) {
  const table = createMemoryTable(clock);
  const deps = {
    ...{ clock, converter, scratch, liveUpdates: createLiveUpdates(), archives: createZipArchives() },
    ...{ audio: createAudioLibrary({ table, clock }), files: createMemoryAudioFiles() },
  };
  const jobs = createJobs({ table, clock });
  const id = JobId("01jbook000000000000000000a");
  const job: Job = {
    ...{ id, kind: ingestUploadKind, title: "Book", input: { name: "Book.wav" }, orderedBy: "system" },
    ...{ createdAtMs: clock.nowMs(), changedAtMs: clock.nowMs(), state: { is: "waiting" } as const },
    ...{ attempt: 0, cancelAsked: false },
  };
  await jobs.create(job);
  await deps.files.put(uploadKeyOf(id), new Blob([file]).stream(), { maxBytes: 1e9, contentType: "any" });
  return {
    ...deps,
    jobs,
    job,
    keys: async () => (await deps.files.list("uploads/")).map(({ key }) => key),
    /** Broken off after so many checkpoints; answers them. */
    async run(most: number): Promise<readonly JsonObject[]> {
      const abort = new AbortController();
      const told: JsonObject[] = [];
      const running = ingestUpload(deps, job, {
        signal: abort.signal,
        tell: () => {},
        checkpoint: async (state) => {
          told.push(state);
          if (told.length === most) abort.abort(new Error("its time is up"));
        },
      });
      if (most === Number.POSITIVE_INFINITY) expect(await running).toMatchObject({ ok: true });
      else await expect(running).rejects.toThrow("its time is up");
      return told;
    },
  };
}

test("a job whose runs are too short for its recording gets further with each, and ends with the very same sound", async () => {
  const file = longWav(130);
  const undisturbed = await aHouse(file);
  await undisturbed.run(Number.POSITIVE_INFINITY);
  const house = await aHouse(file);
  expect(await house.run(2)).toEqual([{ converted: 1 }, { converted: 2 }]);
  expect((await house.keys()).filter((key) => key.includes("lame"))).toEqual([
    `${uploadKeyOf(house.job.id)}.lame-2`,
  ]);
  expect((await house.run(1))[0]).toEqual({ converted: 3 });
  await house.run(Number.POSITIVE_INFINITY);
  const [[ours], [theirs]] = [(await house.audio.list()).records, (await undisturbed.audio.list()).records];
  expect(ours?.value.sha256).toBe(theirs?.value.sha256);
  expect(ours?.value).toMatchObject({ lufs: theirs?.value.lufs, waveform: theirs?.value.waveform });
  expect(await house.keys()).toEqual([]);
});

test("what was kept of a conversion goes with its job, and stays for as long as that may go on", async () => {
  const house = await aHouse(longWav(70));
  await house.run(1);
  expect(await sweepUploads(house)).toBe(0);
  const found = await house.jobs.get(house.job.id);
  const over = { ...house.job, state: { is: "cancelled", atMs: clock.nowMs() - 2 * 86_400_000 } as const };
  await house.jobs.save(over, found?.version ?? 0);
  expect(await sweepUploads(house)).toBe(4);
  expect(await house.keys()).toEqual([]);
});
