import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWasmConverter } from "./audio-converter.ts";
import { lameBuild } from "./lame-memory.ts";

const converter = createWasmConverter({ threads: 1, keepEveryMs: 1 });
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kept-conversion-"));
});
afterAll(async () => {
  await converter[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Quiet music of two channels with loud beats, so that the limiter has to work and the measure goes on. */
function beats(seconds: number, hertz: number): Buffer {
  const rate = 48_000;
  const frames = seconds * rate;
  const file = Buffer.alloc(44 + frames * 4);
  file.write("RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0", 0, "latin1");
  file.writeUInt32LE(36 + frames * 4, 4);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 4, 28);
  file.writeUInt16LE(4, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(frames * 4, 40);
  for (let at = 0; at < frames; at += 1) {
    const beat = at % 20_000 < 400 ? 0.9 : 0.05 + (0.04 * at) / frames;
    const tone = Math.sin((2 * Math.PI * hertz * at) / rate) * beat;
    file.writeInt16LE(Math.round(tone * 32_000), 44 + at * 4);
    file.writeInt16LE(Math.round(tone * 20_000 * Math.sin(at / 9000)), 46 + at * 4);
  }
  return file;
}

/** One run in a folder of its own, with what was kept before; is broken off when it has kept `times` times. Without, nothing is kept. */
async function run(path: string, kept: readonly string[], times?: number) {
  let left = times ?? 0;
  const own = await mkdtemp(join(folder, "run-"));
  for (const file of kept) await copyFile(file, join(own, basename(file)));
  const abort = new AbortController();
  const stored = join(folder, "stored");
  await mkdir(stored, { recursive: true });
  const now: string[] = [];
  let storing: Promise<unknown> = Promise.resolve();
  const request = { path, parts: [{ to: join(own, "out") }], treatment: "auto" as const };
  const isKept = kept.length > 0 || times !== undefined;
  const converted = await converter
    .convert(isKept ? { ...request, keepAt: join(own, "kept") } : request, {
      signal: abort.signal,
      onKept(files) {
        storing = storing.then(async () => {
          for (const file of files) {
            await copyFile(file, join(stored, basename(file)));
            now.push(join(stored, basename(file)));
          }
          left -= 1;
          if (left === 0) abort.abort(new Error("enough"));
        });
      },
    })
    .catch((error: Error) => error.message);
  await storing;
  return { converted, kept: [...kept, ...now], out: join(own, "out") };
}

test("a conversion that is broken off again and again goes on where it was, and ends as if it never had been", async () => {
  const path = join(folder, "beats.wav");
  await writeFile(path, beats(6, 440));
  const whole = await run(path, []);
  let kept: readonly string[] = [];
  for (const times of [1, 1]) {
    const broken = await run(path, kept, times);
    expect(broken.converted).toBe("enough");
    expect(broken.kept.length).toBeGreaterThan(kept.length);
    ({ kept } = broken);
  }
  const ended = await run(path, kept);
  expect(ended.converted).toEqual(whole.converted);
  expect(await readFile(ended.out)).toEqual(await readFile(whole.out));
});

test("what was kept of another file counts as nothing", async () => {
  const [one, other] = [join(folder, "one.wav"), join(folder, "other.wav")];
  await writeFile(one, beats(3, 300));
  await writeFile(other, beats(3, 500));
  const { kept } = await run(one, [], Number.POSITIVE_INFINITY);
  expect(kept.length).toBeGreaterThan(0);
  const alone = await run(other, []);
  expect((await run(other, kept)).converted).toEqual(alone.converted);
});

test("LAME's memory is kept for the build that we have", async () => {
  const lock = JSON.parse(await readFile(new URL("../../../package-lock.json", import.meta.url), "utf8"));
  expect(lameBuild).toBe(`wasm-media-encoders ${lock.packages["node_modules/wasm-media-encoders"].version}`);
});
