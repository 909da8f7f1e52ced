import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createDynamoTable } from "../src/adapters/aws/dynamodb/table.ts";
import { createS3AudioFiles } from "../src/adapters/aws/s3/audio-files.ts";
import type { SignedCall } from "../src/adapters/aws/signed-call.ts";
import { openScratch } from "../src/adapters/files/scratch.ts";
import { createInProcessJobQueue } from "../src/adapters/memory/job-queue.ts";
import { createLiveUpdates } from "../src/adapters/memory/live-updates.ts";
import { silentLog } from "../src/adapters/memory/log.ts";
import { systemChance } from "../src/adapters/system/chance.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { createWasmConverter } from "../src/adapters/wasm/audio-converter.ts";
import { createZipArchives } from "../src/adapters/zip/archives.ts";
import type { Job } from "../src/domain/job.ts";
import { createAudioLibrary } from "../src/stores/audio.ts";
import { createFileSweeps } from "../src/stores/file-sweeps.ts";
import { createJobs } from "../src/stores/jobs.ts";
import { createMoves } from "../src/stores/moves.ts";
import { checkLibrary } from "../src/usecases/audio/check-library.ts";
import { ingestUpload, orderIngest } from "../src/usecases/audio/ingest-upload.ts";
import { sweepSomeAudioFiles } from "../src/usecases/audio/sweep-audio-files.ts";
import { workOff } from "../src/usecases/jobs/work-off-jobs.ts";
import { startDynamoDb } from "./emulators/dynamodb.ts";
import { startS3 } from "./emulators/s3.ts";
import { signedTo } from "./emulators/signed-to.ts";

vi.setConfig({ testTimeout: 120_000 });

const day = 86_400_000;
const converter = createWasmConverter({ threads: 1 });
const opened = new AsyncDisposableStack();
let s3: Awaited<ReturnType<typeof startS3>>;
let scratchFolder = "";
beforeAll(async () => {
  s3 = opened.use(await startS3());
  scratchFolder = await mkdtemp(join(tmpdir(), "left-files-"));
});
afterAll(async () => {
  await converter[Symbol.asyncDispose]();
  await opened.disposeAsync();
  await rm(scratchFolder, { recursive: true });
});

/** A second of a tone of its own, with a picture: an MP3 cannot be had so cheaply, a WAV may carry ID3 tags as well. */
function aSong(hertz: number): Uint8Array<ArrayBuffer> {
  const picture = Buffer.concat([Buffer.from("\0image/jpeg\0\x03\0", "latin1"), Buffer.from("a picture")]);
  const frame = Buffer.concat([Buffer.from("APIC\0\0\0", "latin1"), Buffer.from([picture.length, 0, 0])]);
  const tag = Buffer.concat([frame, picture]);
  const id3 = Buffer.concat([Buffer.from("ID3\x03\0\0\0\0\0", "latin1"), Buffer.from([tag.length]), tag]);
  const file = Buffer.alloc(44 + 16_000);
  file.write("RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0", 0, "latin1");
  file.writeUInt32LE(8000, 24);
  file.writeUInt32LE(16_000, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(16_000, 40);
  for (let at = 0; at < 8000; at++)
    file.writeInt16LE(Math.round(3000 * Math.sin((at * hertz * Math.PI) / 4000)), 44 + at * 2);
  const chunk = Buffer.concat([Buffer.from("id3 "), Buffer.alloc(4), id3, Buffer.alloc(id3.length % 2)]);
  chunk.writeUInt32LE(id3.length, 4);
  const whole = Buffer.concat([file, chunk]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return new Uint8Array(whole);
}

/** A deployment whose time the test moves on. */
async function aHouse(bucket: string) {
  s3.createBucket(bucket);
  const database = opened.use(await startDynamoDb("table"));
  let aheadMs = 0;
  const clock = { ...systemClock(), nowMs: () => Date.now() + aheadMs };
  const call = signedTo((service) => (service === "s3" ? s3 : database).endpoint);
  const over = (through: SignedCall) => {
    const table = createDynamoTable(through, "table", clock);
    const files = createS3AudioFiles(through, { bucket, addressOf: async (key) => new URL(key, "http://x") });
    const stores = { audio: createAudioLibrary({ table, clock }), jobs: createJobs({ table, clock }) };
    return { ...stores, files, fileSweeps: createFileSweeps(table), moves: createMoves(table) };
  };
  const calm = over(call);
  const common = {
    ...{ clock, chance: systemChance(clock), log: silentLog, liveUpdates: createLiveUpdates() },
    ...{ converter, archives: createZipArchives(), scratch: await openScratch(scratchFolder) },
    jobQueue: createInProcessJobQueue(clock),
  };
  const sweep = async (from: "audio/" | "covers/") => {
    const place = async () => ({ beganAtMs: 0, after: from });
    await sweepSomeAudioFiles({
      ...{ ...calm, ...common },
      fileSweeps: { ...calm.fileSweeps, place, keepPlace: async () => {} },
    });
  };
  return {
    ...calm,
    pass(days: number) {
      aheadMs += days * day;
    },
    async order(number: number) {
      const bytes = new Blob([aSong(200 + 10 * number)]).stream();
      const wish = { treatment: "auto", maxBytes: 1e6, orderedBy: "system", bytes } as const;
      const ordered = await orderIngest({ ...calm, ...common }, { ...wish, name: `song ${number}.wav` });
      if (!ordered.ok) throw new Error(ordered.why);
      return ordered.job;
    },
    /** The worker's run; `before` each of its calls something may happen, and who throws there has ended it. */
    async run(job: Job, before: (call: number) => Promise<void>) {
      let calls = 0;
      const through: SignedCall = async (service, request) => {
        await before(++calls);
        return call(service, request);
      };
      const deps = { ...over(through), ...common };
      await workOff(
        deps,
        { [job.kind]: (each, at) => ingestUpload(deps, each, at) },
        "lambda",
        job.id,
        new AbortController().signal,
      );
    },
    async sweepAll() {
      await sweep("audio/");
      await sweep("covers/");
    },
    /** Files of recordings and pictures, and those that records name. */
    async both() {
      const files = [...(await calm.files.list("audio/")), ...(await calm.files.list("covers/"))];
      const { records } = await calm.audio.list({ limit: 1000 });
      const named = records.flatMap(({ value: { fileKey, coverKey } }) => [
        fileKey,
        coverKey ?? "no picture",
      ]);
      return { files: files.map(({ key }) => key).sort(), named: named.sort() };
    },
  };
}

/** Runs a job of its own for each moment at which it can be killed, and tells of each; then there is no later moment. */
async function killAtEachMoment(
  house: Awaited<ReturnType<typeof aHouse>>,
  afterwards: (job: Job) => Promise<void>,
): Promise<number> {
  for (let moment = 1; ; moment++) {
    const job = await house.order(moment);
    const isDead = await house
      .run(job, async (call) => {
        if (call >= moment) throw new Error("killed");
      })
      .then(
        () => false,
        () => true,
      );
    if (!isDead) return moment - 1;
    await afterwards(job);
  }
}

test("killed at each moment and given up, an upload leaves files that are gone two days later, and no other is", async () => {
  const house = await aHouse("given-up");
  let left = 0;
  const moments = await killAtEachMoment(house, async ({ id }) => {
    const found = await house.jobs.get(id);
    if (found === undefined) throw new Error("no job");
    const state = { is: "cancelled", atMs: Date.now() } as const;
    await house.jobs.save({ ...found.value, state }, found.version);
    house.pass(1);
    const before = await house.both();
    await house.sweepAll();
    expect(await house.both()).toEqual(before);
    left += before.files.length - before.named.length;
    house.pass(2);
    await house.sweepAll();
    const { files, named } = await house.both();
    expect(files).toEqual(named);
  });
  expect(moments).toBeGreaterThan(12);
  expect(left).toBeGreaterThan(5);
  expect((await house.both()).named.length).toBeGreaterThan(2);
});

test("killed at each moment and gone on with days later, an upload ends whole although files are swept before its every step", async () => {
  const house = await aHouse("gone-on");
  const moments = await killAtEachMoment(house, async (job) => {
    house.pass(9);
    await house.sweepAll();
    await house.run(job, () => house.sweepAll());
    expect((await house.jobs.get(job.id))?.value.state.is).toBe("done");
    house.pass(3);
    await house.sweepAll();
    const { files, named } = await house.both();
    expect(files).toEqual(named);
    expect((await checkLibrary(house)).wrong).toEqual([]);
  });
  expect((await checkLibrary(house)).pieces).toBe(moments + 1);
});

test("a list of files is a thousand at most, and goes on from its last", async () => {
  const { files } = await aHouse("many");
  const keys = Array.from({ length: 1003 }, (_, number) => `audio/${String(number).padStart(4, "0")}.mp3`);
  await Promise.all(
    keys.map((key) => files.put(key, new Blob(["a"]).stream(), { maxBytes: 1, contentType: "audio/mpeg" })),
  );
  const first = await files.list("audio/");
  const second = await files.list("audio/", first.at(-1)?.key);
  expect([first.length, second.length]).toEqual([1000, 3]);
  expect([...first, ...second].map(({ key }) => key)).toEqual(keys);
});
