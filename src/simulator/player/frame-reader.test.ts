import fc from "fast-check";
import { expect, test } from "vitest";
import { createFrameReader, type Frame } from "./frame-reader.ts";
import { silentFrameSeconds, silentMp3 } from "./pretend-audio.ts";

function framesOf(bytes: Uint8Array, cuts: readonly number[] = []): readonly Frame[] {
  const reader = createFrameReader();
  const borders = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  const pieces = borders.slice(1).map((border, at) => bytes.subarray(borders[at], border));
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}

const id3 = Buffer.concat([Buffer.from("ID3"), Buffer.from([4, 0, 0, 0, 0, 1, 0]), Buffer.alloc(128, 0xff)]);
const id3v1 = Buffer.concat([Buffer.from("TAG"), Buffer.alloc(125, 0xff)]);

test("the frames of an MP3 are found however the bytes are cut", () => {
  const file = Buffer.concat([id3, silentMp3(20, 7), id3v1]);
  fc.assert(
    fc.property(fc.array(fc.nat(file.length), { maxLength: 40 }), (cuts) => {
      const frames = framesOf(file, cuts);
      expect(frames).toHaveLength(20);
      expect(Buffer.concat(frames.map((frame) => frame.bytes))).toEqual(silentMp3(20, 7));
    }),
    { numRuns: 60 },
  );
});

test("the time of a frame comes from its samples", () => {
  const seconds = framesOf(silentMp3(100)).reduce((sum, frame) => sum + frame.seconds, 0);
  expect(seconds).toBeCloseTo(100 * silentFrameSeconds, 9);
});

test("a Xing frame is a note about the file, not sound", () => {
  const note = silentMp3(1);
  note.write("Info", 4 + 17, "latin1");
  expect(framesOf(Buffer.concat([note, silentMp3(3, 1)]))).toHaveLength(3);
});

test("junk between frames is counted and passed over", () => {
  const reader = createFrameReader();
  const junk = Buffer.alloc(50, 0x41);
  const frames = [...reader.push(Buffer.concat([silentMp3(3), junk, silentMp3(4)])), ...reader.end()];
  expect(frames).toHaveLength(7);
  expect(reader.junkBytes).toBe(50);
});

test("a page of text has no frames", () => {
  const reader = createFrameReader();
  expect([...reader.push(Buffer.from("<html>".repeat(1_000))), ...reader.end()]).toEqual([]);
  expect(reader.junkBytes).toBe(6_000);
});

test("ADTS frames of AAC are found too", () => {
  const bytes = 200;
  const frame = Buffer.alloc(bytes);
  frame.set([0xff, 0xf1, 0x50, 0x80 | (bytes >> 11), (bytes >> 3) & 0xff, ((bytes & 7) << 5) | 0x1f, 0xfc]);
  const frames = framesOf(Buffer.concat([frame, frame, frame]));
  expect(frames.map(({ kind, seconds }) => ({ kind, seconds }))).toEqual(
    Array.from({ length: 3 }, () => ({ kind: "adts", seconds: 1_024 / 44_100 })),
  );
});

test("any bytes are read without harm", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => {
      const reader = createFrameReader();
      const sound = [...reader.push(bytes), ...reader.end()].reduce(
        (sum, each) => sum + each.bytes.length,
        0,
      );
      expect(sound + reader.junkBytes + reader.noteBytes).toBe(bytes.length);
    }),
  );
});
