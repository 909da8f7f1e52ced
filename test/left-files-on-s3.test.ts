import { afterAll, expect, test, vi } from "vitest";
import { createWasmConverter } from "../src/adapters/wasm/audio-converter.ts";
import { createZipArchives } from "../src/adapters/zip/archives.ts";
import type { Job } from "../src/domain/job.ts";
import { checkLibrary } from "../src/usecases/audio/check-library.ts";
import { enqueueIngest, ingestUpload, ingestUploadKind } from "../src/usecases/audio/ingest-upload.ts";
import type { JobContext } from "../src/usecases/jobs/run-jobs.ts";
import { aMortalHouse, killAtEachMoment, type MortalDeps, type MortalHouse } from "./a-mortal-house.ts";

vi.setConfig({ testTimeout: 120_000 });

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

const converter = createWasmConverter({ threads: 1 });
const archives = createZipArchives();
afterAll(() => converter[Symbol.asyncDispose]());

const works = (deps: MortalDeps) => ({
  [ingestUploadKind]: (job: Job, at: JobContext) => ingestUpload({ ...deps, converter, archives }, job, at),
});

async function order({ deps }: MortalHouse, number: number): Promise<Job> {
  const ordered = await enqueueIngest(deps, {
    ...{ name: `song ${number}.wav`, treatment: "auto", maxBytes: 1e6, orderedBy: "system" },
    bytes: new Blob([aSong(200 + 10 * number)]).stream(),
  });
  if (!ordered.ok) throw new Error(ordered.why);
  return ordered.job;
}

test("killed at each moment and given up, an upload leaves files that are gone two days later, and no other is", async () => {
  await using house = await aMortalHouse();
  const { jobs } = house.deps;
  let left = 0;
  const next = (number: number) => order(house, number);
  const moments = await killAtEachMoment(house, works, next, async ({ id }) => {
    const found = await jobs.get(id);
    if (found === undefined) throw new Error("no job");
    const state = { is: "cancelled", atMs: Date.now() } as const;
    await jobs.save({ ...found.value, state }, found.version);
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
  await using house = await aMortalHouse();
  const { deps } = house;
  const next = (number: number) => order(house, number);
  const moments = await killAtEachMoment(house, works, next, async (job) => {
    house.pass(9);
    await house.sweepAll();
    await house.run(job, works, () => house.sweepAll());
    expect((await deps.jobs.get(job.id))?.value.state.is).toBe("done");
    house.pass(3);
    await house.sweepAll();
    const { files, named } = await house.both();
    expect(files).toEqual(named);
    expect((await checkLibrary(deps)).wrong).toEqual([]);
  });
  expect((await checkLibrary(deps)).pieces).toBe(moments + 1);
});

test("a list of files is a thousand at most, and goes on from its last", async () => {
  await using house = await aMortalHouse();
  const { files } = house.deps;
  const keys = Array.from({ length: 1003 }, (_, number) => `audio/${String(number).padStart(4, "0")}.mp3`);
  await Promise.all(
    keys.map((key) => files.put(key, new Blob(["a"]).stream(), { maxBytes: 1, contentType: "audio/mpeg" })),
  );
  const first = await files.list("audio/");
  const second = await files.list("audio/", first.at(-1)?.key);
  expect([first.length, second.length]).toEqual([1000, 3]);
  expect([...first, ...second].map(({ key }) => key)).toEqual(keys);
});
