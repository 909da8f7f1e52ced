import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { wav } from "../../../test/http/converting-houses.ts";
import { createWasmConverter } from "./audio-converter.ts";

/** A folder with a recording of hours and a short one. */
async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), "fair-"));
  const at = (name: string) => join(folder, name);
  await writeFile(at("short.wav"), wav());
  const head = Buffer.from(wav()).subarray(0, 44);
  head.writeUInt32LE(119_999_956, 40);
  await writeFile(at("hours.wav"), head);
  await truncate(at("hours.wav"), 120_000_000);
  return { at, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

test("who is cancelled while he waits for a thread does not wait on", async () => {
  await using folder = await aFolder();
  await using converter = createWasmConverter({ threads: 1 });
  const [first, second] = [new AbortController(), new AbortController()];
  const begun = Promise.withResolvers<void>();
  const convert = (name: string, signal: AbortSignal) =>
    converter.convert(
      { path: folder.at(`${name}.wav`), parts: [{ to: folder.at(`${name}.mp3`) }], treatment: "speech" },
      { signal, onProgress: () => begun.resolve() },
    );
  const hours = convert("hours", first.signal);
  hours.catch(() => {});
  await begun.promise;
  const short = convert("short", second.signal);
  second.abort(new Error("nobody wants it any more"));
  await expect(short).rejects.toThrow("nobody wants it");
  first.abort(new Error("enough"));
  await expect(hours).rejects.toThrow("enough");
});

test("a recording of hours does not keep a short one waiting", async () => {
  await using folder = await aFolder();
  const { at } = folder;
  await using converter = createWasmConverter({ threads: 2 });

  const abort = new AbortController();
  const begun = Promise.withResolvers<void>();
  let hoursAreOver = false;
  const hours = converter
    .convert(
      { path: at("hours.wav"), parts: [{ to: at("hours.mp3") }], treatment: "speech" },
      { signal: abort.signal, onProgress: () => begun.resolve() },
    )
    .then(
      () => "done",
      () => "stopped",
    )
    .finally(() => {
      hoursAreOver = true;
    });
  await begun.promise;
  const short = { path: at("short.wav"), parts: [{ to: at("short.mp3") }], treatment: "speech" } as const;
  expect(await converter.convert(short)).toMatchObject([{ ok: true }]);
  expect(hoursAreOver).toBe(false);
  abort.abort();
  expect(await hours).toBe("stopped");
});
