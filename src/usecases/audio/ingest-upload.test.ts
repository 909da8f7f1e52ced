import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openScratch } from "../../adapters/files/scratch.ts";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";
import { seededChance } from "../../adapters/memory/chance.ts";
import { createInProcessJobQueue } from "../../adapters/memory/job-queue.ts";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { createRecordingLog } from "../../adapters/memory/log.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { createWasmConverter } from "../../adapters/wasm/audio-converter.ts";
import { createFliteSpeech } from "../../adapters/wasm/speech.ts";
import { createZipArchives } from "../../adapters/zip/archives.ts";
import type { JobId } from "../../domain/ids.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Scratch } from "../../ports/scratch.ts";
import { createAudioLibrary } from "../../stores/audio.ts";
import { createJobs } from "../../stores/jobs.ts";
import { runJobs } from "../jobs/run-jobs.ts";
import { enqueueIngest, ingestUpload, ingestUploadKind } from "./ingest-upload.ts";

const converter = createWasmConverter();
let folder = "";
let scratch: Scratch;
let story = new Uint8Array(0);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ingest-"));
  scratch = await openScratch(join(folder, "work"));
  await using speech = createFliteSpeech();
  const said = await speech.synthesize({ text: "The fox counts the waves by the sea.", voiceId: "rms" });
  story = wavOf(said.samples, said.sampleRateHz);
});
afterAll(async () => {
  await converter[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function wavOf(samples: Float32Array, rate: number): Uint8Array<ArrayBuffer> {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write("RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0", 0, "latin1");
  file.writeUInt32LE(36 + samples.length * 2, 4);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(samples.length * 2, 40);
  for (const [at, sample] of samples.entries()) file.writeInt16LE(Math.round(sample * 32_767), 44 + at * 2);
  return new Uint8Array(file);
}

/** What two houses may have in common. */
type Shared = Pick<Parameters<typeof ingestUpload>[0], "audio" | "files" | "converter"> & {
  readonly chance: Chance;
};

function aHouse(more: Partial<Shared> = {}) {
  const clock = systemClock();
  const table = createMemoryTable(clock);
  const deps = {
    clock,
    chance: seededChance(7),
    liveUpdates: createLiveUpdates(),
    log: createRecordingLog(),
    jobs: createJobs({ table, clock }),
    jobQueue: createInProcessJobQueue(clock),
    audio: createAudioLibrary({ table, clock }),
    files: createMemoryAudioFiles(),
    converter,
    scratch,
    archives: createZipArchives(),
    ...more,
  };
  const stop = new AbortController();
  const working = runJobs(
    deps,
    { [ingestUploadKind]: (job, at) => ingestUpload(deps, job, at) },
    {
      atOnce: 2,
      signal: stop.signal,
    },
  );
  return {
    ...deps,
    order: async (bytes: Uint8Array, name: string, more: { title?: string } = {}) => {
      const ordered = await enqueueIngest(deps, {
        bytes: new Blob([new Uint8Array(bytes)]).stream(),
        name,
        treatment: "auto",
        maxBytes: 100_000_000,
        orderedBy: "system",
        ...more,
      });
      if (!ordered.ok) throw new Error(ordered.why);
      return ordered.job.id;
    },
    ended: (id: JobId) =>
      vi.waitFor(
        async () => {
          const job = (await deps.jobs.get(id))?.value;
          if (job === undefined || job.state.is === "waiting" || job.state.is === "running")
            throw new Error("not yet");
          return job;
        },
        { timeout: 20_000, interval: 10 },
      ),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await working;
    },
  };
}

test("an upload becomes a piece of the library, and the upload itself is gone", async () => {
  await using house = aHouse();
  const job = await house.ended(await house.order(story, "Der Fuchs am Meer.wav"));
  expect(job.state).toMatchObject({ is: "done", result: { added: 1 } });
  const { records } = await house.audio.list();
  expect(records.map(({ value }) => value)).toMatchObject([
    { title: "Der Fuchs am Meer", originalName: "Der Fuchs am Meer.wav", format: { codec: "mp3" } },
  ]);
  const keys = (await house.files.list("")).map(({ key }) => key);
  expect(keys).toEqual([records[0]?.value.fileKey]);
});

test("the same sound under another name is one piece, and no file is left of the second", async () => {
  await using house = aHouse();
  const one = await house.ended(await house.order(story, "fox.wav"));
  const two = await house.ended(await house.order(story, "again.wav", { title: "Again" }));
  expect(two.state).toMatchObject({ is: "done", result: { added: 0 } });
  if (one.state.is !== "done" || two.state.is !== "done") throw new Error("not done");
  expect(two.state.result["audioId"]).toBe(one.state.result["audioId"]);
  expect((await house.files.list("")).length).toBe(1);
});

test("a file that an earlier run left behind goes, too, when another was first with the same sound", async () => {
  await using house = aHouse();
  await house.ended(await house.order(story, "fox.wav"));
  await using another = aHouse({
    audio: house.audio,
    files: house.files,
    chance: seededChance(8),
    converter: {
      ...converter,
      async convert(...wanted) {
        const converted = await converter.convert(...wanted);
        for await (const { value } of another.jobs.unfinished())
          await house.files.put(`audio/${value.id}-1.mp3`, new Blob(["left behind"]).stream(), {
            maxBytes: 100,
            contentType: "audio/mpeg",
          });
        return converted;
      },
    },
  });
  expect((await another.ended(await another.order(story, "again.wav"))).state).toMatchObject({
    is: "done",
    result: { added: 0 },
  });
  const { records } = await house.audio.list();
  expect((await house.files.list("")).map(({ key }) => key)).toEqual([records[0]?.value.fileKey]);
});

test("what is no sound fails with a sentence that names the file and says what to do", async () => {
  await using house = aHouse();
  const job = await house.ended(await house.order(Buffer.from("Once upon a time"), "story.mp3"));
  expect(job.state).toMatchObject({ is: "failed", why: "“story.mp3” is not audio that we can read." });
  expect(await house.files.list("")).toEqual([]);
});

test("too large and empty uploads leave nothing", async () => {
  await using house = aHouse();
  const upload = { name: "x", treatment: "auto", orderedBy: "system" } as const;
  const blob = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]).stream();
  expect(await enqueueIngest(house, { ...upload, bytes: blob(story), maxBytes: 100 })).toEqual({
    ok: false,
    why: "too-large",
  });
  expect(await enqueueIngest(house, { ...upload, bytes: blob(new Uint8Array(0)), maxBytes: 100 })).toEqual({
    ok: false,
    why: "empty",
  });
  expect(await house.files.list("")).toEqual([]);
});

type Packed = { name: string; bytes: Uint8Array; encrypted?: boolean; claims?: number };

/** A ZIP file, stored without compression unless `deflated`. */
function zip(entries: readonly Packed[], deflated = false): Uint8Array<ArrayBuffer> {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, encrypted = false, claims } of entries) {
    const data = deflated ? deflateRawSync(bytes) : Buffer.from(bytes);
    const called = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 2);
    facts.writeUInt16LE(deflated ? 8 : 0, 4);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(data.length, 14);
    facts.writeUInt32LE(claims ?? bytes.length, 18);
    facts.writeUInt16LE(called.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), facts, called, data]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), facts, place, called]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...locals, directory, end]));
}

test("a ZIP becomes its recordings; other files in it are passed over, names of any kind arrive", async () => {
  await using house = aHouse();
  const notes = { name: "notes.txt", bytes: Buffer.from("hello") };
  const hidden = { name: "__MACOSX/._fox.wav", bytes: story };
  const names = ["disk 1/قصة الثعلب.wav", "disk 1/Fu\u0308chse 🦊.wav"];
  const second = story.slice(0, 44 + 20_000);
  const pieces = [
    { name: names[0] ?? "", bytes: story },
    { name: names[1] ?? "", bytes: second },
  ];
  const job = await house.ended(await house.order(zip([notes, hidden, ...pieces], true), "album.zip"));
  expect(job.state).toMatchObject({ is: "done", result: { added: 2, skipped: [] } });
  const { records } = await house.audio.list();
  expect(records.map(({ value }) => value.title)).toEqual(["قصة الثعلب", "Füchse 🦊"]);
});

test("a file of a ZIP that is damaged, or larger than was told, is passed over at once; the others come in", async () => {
  await using house = aHouse();
  const packed = Buffer.from(
    zip(
      [
        { name: "broken.wav", bytes: story },
        { name: "bomb.wav", bytes: Buffer.concat([story, Buffer.alloc(5_000_000)]), claims: 1000 },
        { name: "whole.wav", bytes: story },
      ],
      true,
    ),
  );
  packed.fill(0xff, packed.indexOf("broken.wav") + 3000, packed.indexOf("broken.wav") + 3300);
  const { state, attempt } = await house.ended(await house.order(packed, "album.zip"));
  expect(attempt).toBe(1);
  const skipped = ["“broken.wav” is damaged.", "“bomb.wav” is damaged."];
  expect(state).toMatchObject({ is: "done", result: { added: 1, skipped, leftOut: skipped.join(" ") } });
});

test("of what a ZIP holds and we cannot read, a few are named and the others counted", async () => {
  await using house = aHouse();
  const unread = ["1.wma", "2.aiff", "3.wv", "4.ape", "5.zip", "6.wma"].map((name) => ({
    name,
    bytes: Buffer.from(name === "5.zip" ? zip([{ name: "a.wav", bytes: story }]) : "something else"),
  }));
  const cover = { name: "cover.jpg", bytes: Buffer.from("a picture") };
  const { state } = await house.ended(
    await house.order(zip([cover, ...unread, { name: "whole.wav", bytes: story }], true), "album.zip"),
  );
  const sentences = ["1.wma", "2.aiff", "3.wv", "4.ape"].map(
    (name) => `“${name}” is not audio that we can read.`,
  );
  const leftOut = `${sentences.join(" ")} 2 more files were left out, too.`;
  expect(state).toMatchObject({ is: "done", result: { added: 1, leftOut } });
  expect(state).toMatchObject({
    result: {
      skipped: expect.arrayContaining(["“5.zip” is a ZIP itself: unpack it and send what is in it."]),
    },
  });
});

test.each<readonly [what: string, Uint8Array<ArrayBuffer>]>([
  ["is locked with a password", zip([{ name: "a.wav", bytes: Buffer.alloc(100), encrypted: true }], true)],
  ["holds paths that lead outside", zip([{ name: "../../etc/a.wav", bytes: Buffer.alloc(100) }])],
  ["holds paths that lead outside", zip([{ name: "/etc/a.wav", bytes: Buffer.alloc(100) }])],
  [
    "holds more than fits",
    zip(
      Array.from({ length: 9 }, (_, n) => ({ name: `${n}.wav`, bytes: Buffer.alloc(9), claims: 4e9 })),
      true,
    ),
  ],
  ["is damaged", zip([{ name: "a.wav", bytes: Buffer.alloc(5000) }]).slice(0, 3000)],
  ["holds no sound", zip([{ name: "a.bin", bytes: Buffer.alloc(50_000_000) }], true)],
])("a ZIP that %s is told so and leaves nothing", async (what, bytes) => {
  await using house = aHouse();
  const job = await house.ended(await house.order(bytes, "bad.zip"));
  expect(job.state).toMatchObject({ is: "failed", why: expect.stringContaining(what) });
  expect(await house.files.list("")).toEqual([]);
});
