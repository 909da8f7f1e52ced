import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { probeFile } from "./probe-file.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "probe-"));
});
afterAll(() => rm(folder, { recursive: true }));

const synchsafe = (size: number) => Buffer.from([21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f));
const frame = (id: string, body: Buffer) =>
  Buffer.concat([Buffer.from(id), synchsafe(body.length), Buffer.alloc(2), body]);
const title = (text: string) => frame("TIT2", Buffer.from(`\x03${text}`));

/** https://id3.org/id3v2-chapters-1.0: a name, times in ms, offsets that are not told, and frames within. */
function chapter(name: string, startMs: number, endMs: number, called: string): Buffer {
  const times = Buffer.alloc(16, 0xff);
  times.writeUInt32BE(startMs, 0);
  times.writeUInt32BE(endMs, 4);
  return frame("CHAP", Buffer.concat([Buffer.from(`${name}\0`), times, title(called)]));
}

async function probed(name: string, ...frames: Buffer[]) {
  const path = join(folder, name);
  const all = Buffer.concat(frames);
  const tag = Buffer.concat([Buffer.from("ID3\x04\0\0", "latin1"), synchsafe(all.length), all]);
  await writeFile(path, Buffer.concat([tag, silentMp3(400)]));
  const found = await probeFile(path, false);
  if (!found.ok) throw new Error(found.why);
  return found;
}

test("chapters of an MP3 (ID3 CHAP) are told in the order of time, with their titles", async () => {
  const contents = frame("CTOC", Buffer.concat([Buffer.from("toc\0\x03\x02"), Buffer.from("two\0one\0")]));
  const found = await probed(
    "chapters.mp3",
    title("The whale"),
    contents,
    chapter("two", 4500, 10_000, "Unter Wasser 🐋"),
    chapter("one", 0, 4500, "The harbour"),
  );
  expect(found.tags.title).toBe("The whale");
  expect(found.chapters).toEqual([
    { title: "The harbour", startSeconds: 0 },
    { title: "Unter Wasser 🐋", startSeconds: 4.5 },
  ]);
});

test("a chapter tag that is cut off takes neither the sound nor the other tags away", async () => {
  const found = await probed("broken.mp3", title("Still here"), frame("CHAP", Buffer.from("one\0\0\0")));
  expect(found.kind).toBe("mp3");
});
