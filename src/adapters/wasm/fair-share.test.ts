import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { wav } from "../../../test/http/converting-houses.ts";
import { createWasmConverter } from "./audio-converter.ts";

test("a recording of hours does not keep a short one waiting", async () => {
  const folder = await mkdtemp(join(tmpdir(), "fair-"));
  await using converter = createWasmConverter({ threads: 2 });
  const at = (name: string) => join(folder, name);
  await writeFile(at("short.wav"), wav());
  const head = Buffer.from(wav()).subarray(0, 44);
  head.writeUInt32LE(119_999_956, 40);
  await writeFile(at("hours.wav"), head);
  await truncate(at("hours.wav"), 120_000_000);

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
  await rm(folder, { recursive: true });
});
