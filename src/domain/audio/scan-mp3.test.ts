import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMp3Encoder } from "wasm-media-encoders";
import { byteOfSecond, placeOfFrame } from "./frame-places.ts";
import { bitrateOf, frameBytesOf, isFrameHeader, sampleRateOf, wordAt } from "./mp3-frame.ts";
import { createMp3Scanner, type ScannedMp3 } from "./scan-mp3.ts";

type FrameKind = { bitrate: number; sampleRate: number; mono: boolean; version: number; fill: number };

/** One frame of the given kind; the sound in it is one byte repeated. */
function aFrame(kind: Partial<FrameKind> = {}, padded = false): Uint8Array {
  const { bitrate = 9, sampleRate = 0, mono = true, version = 3, fill = 0x55 } = kind;
  const head = [
    0xff,
    0xe0 | (version << 3) | 0x03,
    (bitrate << 4) | (sampleRate << 2) | (padded ? 2 : 0),
    mono ? 0xc0 : 0x40,
  ];
  const frame = new Uint8Array(frameBytesOf(wordAt(Uint8Array.from(head), 0))).fill(fill);
  frame.set(head);
  frame.set([0, 0], 4); // main_data_begin = 0
  return frame;
}

/** Frames as a constant-rate encoder pads them. */
function cbrFrames(count: number, kind: Partial<FrameKind> = {}): Uint8Array[] {
  const head = wordAt(aFrame(kind), 0);
  const rate = sampleRateOf(head);
  const remainder = ((kind.version === 2 || kind.version === 0 ? 72_000 : 144_000) * bitrateOf(head)) % rate;
  let lag = 0;
  return Array.from({ length: count }, () => {
    lag += remainder;
    const padded = lag >= rate;
    if (padded) lag -= rate;
    return aFrame(kind, padded);
  });
}

function infoFrame(label: string): Uint8Array {
  const frame = aFrame({ fill: 0 });
  frame.set(new TextEncoder().encode(label), 4 + (label === "VBRI" ? 32 : 17));
  return frame;
}

function id3v2(bodyBytes: number, footer = false): Uint8Array {
  const tag = new Uint8Array(10 + bodyBytes + (footer ? 10 : 0)).fill(0xff, 10);
  tag.set([0x49, 0x44, 0x33, 4, 0, footer ? 0x10 : 0]);
  for (const [place, shift] of [21, 14, 7, 0].entries()) tag[6 + place] = (bodyBytes >> shift) & 0x7f;
  return tag;
}

const id3v1 = Uint8Array.from({ length: 128 }, (_, index) => [0x54, 0x41, 0x47][index] ?? 0x20);

function apeTag(bodyBytes: number): Uint8Array {
  const part = (isHeader: boolean) => {
    const bytes = new Uint8Array(32);
    bytes.set(new TextEncoder().encode("APETAGEX"));
    new DataView(bytes.buffer).setUint32(12, bodyBytes + 32, true);
    bytes[23] = isHeader ? 0xa0 : 0x80;
    return bytes;
  };
  return join([part(true), new Uint8Array(bodyBytes).fill(0xff), part(false)]);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function scan(file: Uint8Array, chunkBytes = 65_536): { out: Uint8Array; scanned: ScannedMp3 } {
  const scanner = createMp3Scanner();
  const out: Uint8Array[] = [];
  for (let at = 0; at < file.length; at += chunkBytes)
    out.push(...scanner.push(file.slice(at, at + chunkBytes)));
  const { frames, scanned } = scanner.end();
  return { out: join([...out, ...frames]), scanned };
}

function sound(scanned: ScannedMp3): Extract<ScannedMp3, { ok: true }> {
  if (!scanned.ok) throw new Error(`refused: ${scanned.why}`);
  return scanned;
}

async function lame(seconds: number, options: { bitrate: 64 | 128 } | { vbrQuality: number }) {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: 44_100, channels: 1, ...options });
  const samples = Float32Array.from(
    { length: seconds * 44_100 },
    (_, index) => Math.sin(index / 30) * Math.sin(index / 9000) * 0.5,
  );
  return join([encoder.encode([samples]).slice(), encoder.finalize().slice()]);
}

const anyKind = fc.record({
  bitrate: fc.integer({ min: 1, max: 14 }),
  sampleRate: fc.integer({ min: 0, max: 2 }),
  mono: fc.boolean(),
  version: fc.constantFrom(3, 2, 0),
  fill: fc.integer({ min: 0, max: 254 }),
});
const noSyncJunk = fc.uint8Array({ maxLength: 5000, max: 0x40 });

describe("finding the frames", () => {
  test("whatever surrounds them and however the file is cut into chunks, exactly the frames come out", () => {
    const around = fc.constantFrom(
      new Uint8Array(0),
      id3v2(3000),
      id3v2(200, true),
      apeTag(500),
      join([id3v2(90_000), infoFrame("Xing")]),
    );
    const behind = fc.constantFrom(new Uint8Array(0), id3v1, apeTag(40), join([apeTag(40), id3v1]));
    fc.assert(
      fc.property(
        anyKind,
        fc.integer({ min: 3, max: 60 }),
        noSyncJunk,
        around,
        behind,
        fc.integer({ min: 1, max: 9000 }),
        (kind, count, junk, before, after, chunkBytes) => {
          const frames = join(cbrFrames(count, kind));
          const { out, scanned } = scan(join([before, junk, frames, after]), chunkBytes);
          expect(Buffer.compare(out, frames)).toBe(0);
          expect(sound(scanned).index).toMatchObject({ frames: count, bytes: frames.length });
          expect(sound(scanned).format.constantBitrate).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("nothing a file can hold makes the scanner throw, and its output is whole frames", () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc.constant(aFrame()),
      fc.constant(aFrame({ mono: false, bitrate: 5 })),
      fc.constant(id3v2(30)),
      fc.constant(aFrame().subarray(0, 100)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 3000 }), (pieces, chunk) => {
        const file = join(pieces);
        const { out, scanned } = scan(file, chunk);
        let at = 0;
        let frames = 0;
        while (at < out.length) {
          expect(isFrameHeader(wordAt(out, at))).toBe(true);
          at += frameBytesOf(wordAt(out, at));
          frames += 1;
        }
        expect(at).toBe(out.length);
        if (scanned.ok) expect(scanned.index).toMatchObject({ frames, bytes: out.length });
        expect(Buffer.compare(scan(file, file.length + 1).out, out)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test.each(["Xing", "Info", "VBRI"])("the %s table is no sound", (label) => {
    const frames = join(cbrFrames(5));
    expect(Buffer.compare(scan(join([infoFrame(label), frames])).out, frames)).toBe(0);
  });

  test("joined files lose the table and tags in their middle", () => {
    const one = join([id3v2(100), infoFrame("Info"), ...cbrFrames(10)]);
    const { out } = scan(join([one, infoFrame("Info"), ...cbrFrames(4), id3v1, one]));
    expect(out.length).toBe(join([...cbrFrames(10), ...cbrFrames(4), ...cbrFrames(10)]).length);
  });

  test("a last frame cut short is left out", () => {
    const frames = join(cbrFrames(20));
    const { out, scanned } = scan(frames.subarray(0, frames.length - 7));
    expect(out.length).toBe(join(cbrFrames(19)).length);
    expect(sound(scanned).endsCut).toBe(true);
  });

  test("random junk of 200 KB first is stepped over", () => {
    const junk = Uint8Array.from(
      { length: 200_000 },
      (_, index) => (Math.imul(index, 2_654_435_761) >>> 13) & 255,
    );
    const frames = join(cbrFrames(50));
    const { out, scanned } = scan(join([junk, frames]));
    expect(Buffer.compare(out, frames)).toBe(0);
    expect(sound(scanned).junkBytes).toBe(200_000);
  });

  test("a change of sample rate in the middle is told", () => {
    const file = join([...cbrFrames(10), ...cbrFrames(10, { version: 2, bitrate: 8 })]);
    expect(sound(scan(file).scanned).uniform).toBe(false);
    expect(sound(scan(join(cbrFrames(10))).scanned).uniform).toBe(true);
  });
});

describe("refusing what is no MP3", () => {
  test.each([
    ["empty", new Uint8Array(0)],
    ["not-mp3", new TextEncoder().encode("Once upon a time ".repeat(500))],
    ["not-mp3", join([new TextEncoder().encode("RIFF1234WAVEfmt "), ...cbrFrames(9)])],
    ["not-mp3", join([id3v2(20), new TextEncoder().encode("fLaC"), new Uint8Array(9000)])],
    ["no-frames", join([id3v2(5000), id3v1])],
    ["no-frames", id3v2(50_000).subarray(0, 300)],
    ["no-frames", infoFrame("Xing")],
  ])("%s", (why, file) => {
    expect(scan(file).scanned).toEqual({ ok: false, why });
  });
});

describe("where each frame is", () => {
  test("LAME's constant rate needs no table and every offset is exact", async () => {
    for (const bitrate of [64, 128] as const) {
      const { out, scanned } = scan(await lame(20, { bitrate }));
      const { index, format } = sound(scanned);
      expect(index.places.by).toBe("padding");
      let at = 0;
      for (let frame = 0; frame < index.frames; frame += 1) {
        expect(placeOfFrame(index, format, frame)).toEqual({ frame, offset: at });
        at += frameBytesOf(wordAt(out, at));
      }
      expect(at).toBe(index.bytes);
    }
  });

  test("variable rate gets a table, thinned when long, and seconds turn into bytes of the frame that holds them, or of one shortly before", () => {
    const frames = Array.from({ length: 150_000 }, (_, index) => aFrame({ bitrate: 1 + (index % 9) }));
    const { out, scanned } = scan(join(frames));
    const { index, format, seconds } = sound(scanned);
    expect(format.constantBitrate).toBe(false);
    if (index.places.by !== "table") throw new Error("no table");
    expect(index.places.offsets.length).toBeLessThan(2048);
    for (const offset of index.places.offsets) expect(isFrameHeader(wordAt(out, offset))).toBe(true);
    for (const second of [0, 1, 77.7, seconds / 2, seconds - 1]) {
      const byte = byteOfSecond(index, format, second);
      expect(isFrameHeader(wordAt(out, byte))).toBe(true);
      const { frame, offset } = placeOfFrame(index, format, (second * 44_100) / 1152);
      expect(offset).toBe(byte);
      const back = (frame * 1152) / 44_100;
      expect(back).toBeLessThanOrEqual(second + 1e-6);
      expect(second - back).toBeLessThan((index.places.framesPerPoint * 1152) / 44_100 + 0.001);
    }
    expect(byteOfSecond(index, format, seconds)).toBe(index.bytes);
  });
});
