import fc from "fast-check";
import { expect, test } from "vitest";
import { chapterTitle, mp4Chapters } from "./mp4-chapters.ts";

function box(type: string, ...content: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const body = Buffer.concat(content.map((each) => Uint8Array.from(each)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
}

function words(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
  return bytes;
}

const sound = box("trak", box("tkhd", words(0, 0, 0, 1)), box("tref", box("chap", words(7))));
const chapters = box(
  "trak",
  box("tkhd", words(0, 0, 0, 7)),
  box(
    "mdia",
    box("mdhd", words(0, 0, 0, 1000)),
    box("hdlr", words(0, 0), Buffer.from("text")),
    box(
      "minf",
      box(
        "stbl",
        box("stts", words(0, 2, 2, 60_000, 1, 30_000)),
        box("stsz", words(0, 0, 3, 11, 12, 13)),
        box("stsc", words(0, 2, 1, 2, 1, 2, 1, 1)),
        box("stco", words(0, 2, 5000, 9000)),
      ),
    ),
  ),
);
const nero = box(
  "udta",
  box(
    "chpl",
    [1, 0, 0, 0, 0, 0, 0, 0, 2],
    words(0, 0),
    [3],
    Buffer.from("One"),
    words(0, 100_000_000),
    [5],
    Buffer.from("Zwölf").subarray(0, 5),
  ),
);

test("a text track named by the sound tells where its chapters' titles lie", () => {
  expect(mp4Chapters(Buffer.concat([sound, chapters, nero]))).toEqual({
    by: "text-track",
    samples: [
      { startSeconds: 0, offset: 5000, bytes: 11 },
      { startSeconds: 60, offset: 5011, bytes: 12 },
      { startSeconds: 120, offset: 9000, bytes: 13 },
    ],
  });
});

test("without a text track, Nero's list counts", () => {
  expect(mp4Chapters(Buffer.concat([sound, nero]))).toMatchObject({
    by: "list",
    chapters: [{ title: "One", startSeconds: 0 }, { startSeconds: 10 }],
  });
});

test("neither is no error", () => {
  expect(mp4Chapters(sound)).toBeUndefined();
  expect(mp4Chapters(new Uint8Array(0))).toBeUndefined();
});

test("however broken the boxes, it answers", () => {
  const whole = Buffer.concat([sound, chapters, nero]);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }),
      fc.nat(whole.length),
      (changes, length) => {
        const broken = Buffer.from(whole);
        for (const [at, value] of changes) broken[at] = value;
        mp4Chapters(broken.subarray(0, length));
      },
    ),
    { numRuns: 500 },
  );
});

test("titles are UTF-8, or UTF-16 with a mark", () => {
  expect(chapterTitle(Buffer.from("\0\x05Hello", "latin1"))).toBe("Hello");
  expect(chapterTitle(Uint8Array.from([0, 6, 0xfe, 0xff, 0, 0x48, 0, 0x69]))).toBe("Hi");
});
