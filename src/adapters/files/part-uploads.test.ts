import { mkdtemp, readFile, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { someBytes } from "../../../test/some-bytes.ts";
import { openPartUploads } from "./part-uploads.ts";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function aDisk() {
  const folder = await mkdtemp(join(tmpdir(), "parts-"));
  folders.push(folder);
  /** As a server opens it that has just started. */
  const open = () =>
    openPartUploads({
      folder: join(folder, "parts"),
      audioFolder: join(folder, "audio"),
      addressOf: (key, part) => new URL(`http://home/${key}/${part}`),
      nowMs: Date.now,
    });
  return { folder, open };
}

const bytes = someBytes(20_000_000);
const piece = ({ first, last }: { first: number; last: number }) =>
  new Blob([bytes.subarray(first, last + 1)]).stream();

test("what was acknowledged survives a kill in the middle of a part, and the whole is what was sent", async () => {
  const { folder, open } = await aDisk();
  const before = await open();
  const { token, parts } = await before.begin("uploads/book", bytes.length);
  expect(parts.map(({ first, last }) => [first, last])).toEqual([
    [0, 8_388_607],
    [8_388_608, 16_777_215],
    [16_777_216, 19_999_999],
  ]);
  const [one, two, three] = parts;
  if (one === undefined || two === undefined || three === undefined) throw new Error("There are three parts");
  expect(await before.put("uploads/book", 2, piece(three))).toBe(true);
  const broken = new ReadableStream<Uint8Array>({
    start(to) {
      to.enqueue(bytes.slice(0, 1000).fill(9));
      to.error(new Error("the power went"));
    },
  });
  await expect(before.put("uploads/book", 0, broken)).rejects.toThrow("power");
  expect(await before.finish("uploads/book", token)).toBeUndefined();

  const after = await open();
  const known = await after.resume("uploads/book", token, bytes.length);
  expect(known?.map(({ isSent }) => isSent)).toEqual([false, false, true]);
  expect(await after.put("uploads/book", 1, piece(two))).toBe(true);
  expect(await after.put("uploads/book", 0, piece(one))).toBe(true);
  expect(await after.finish("uploads/book", token)).toEqual({ bytes: bytes.length });
  expect(await after.finish("uploads/book", token)).toEqual({ bytes: bytes.length });
  expect(Buffer.compare(await readFile(join(folder, "audio/uploads/book")), bytes)).toBe(0);
});

test("too few or too many bytes are no part, and an upload of another size is none to go on with", async () => {
  const { open } = await aDisk();
  const uploads = await open();
  const { token } = await uploads.begin("uploads/x", 1000);
  expect(await uploads.put("uploads/x", 0, piece({ first: 0, last: 998 }))).toBe(false);
  expect(await uploads.put("uploads/x", 0, piece({ first: 0, last: 1000 }))).toBe(false);
  expect(await uploads.put("uploads/x", 1, piece({ first: 0, last: 999 }))).toBe(false);
  expect(await uploads.put("uploads/never", 0, piece({ first: 0, last: 999 }))).toBe(false);
  expect(await uploads.finish("uploads/x", token)).toBeUndefined();
  expect(await uploads.resume("uploads/x", token, 1001)).toBeUndefined();
  expect(await uploads.resume("uploads/never", token, 1000)).toBeUndefined();
});

test("what nobody went on with is let go after days", async () => {
  const { folder, open } = await aDisk();
  const uploads = await open();
  await uploads.begin("uploads/old", 1000);
  await uploads.begin("uploads/new", 1000);
  const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
  await utimes(join(folder, "parts/uploads.old"), twoDaysAgo, twoDaysAgo);
  expect(await uploads.sweep(86_400_000)).toBe(1);
  expect(await uploads.resume("uploads/old", "home", 1000)).toBeUndefined();
  expect(await uploads.resume("uploads/new", "home", 1000)).toHaveLength(1);
});
