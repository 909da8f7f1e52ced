import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import encode, { init } from "@jsquash/webp/encode.js";
import { encode as encodePng } from "fast-png";
import { encode as encodeJpeg } from "jpeg-js";
import { GifWriter } from "omggif";
import { afterAll, expect, test } from "vitest";
import type { MadePicture } from "../../ports/picture-maker.ts";
import { createPictureMaker } from "./picture-maker.ts";
import { readPicture } from "./read-picture.ts";

const maker = createPictureMaker();
afterAll(() => maker[Symbol.asyncDispose]());

const red = [200, 20, 30, 255];
const filled = (width: number, height: number, colour: readonly number[]) =>
  Uint8Array.from({ length: width * height * 4 }, (_, at) => colour[at % 4] ?? 0);
const made = (picture: MadePicture) => {
  if (!picture.ok) throw new Error(picture.why);
  return { ...picture, frames: readPicture(picture.bytes), count: picture.frames };
};

test("an icon of a JPEG is a PNG of 16 × 16 with four channels and no palette", async () => {
  const from = encodeJpeg({ width: 60, height: 40, data: filled(60, 40, red) }, 90).data;
  const icon = made(await maker.make({ make: "icon", from, dim: false }));
  expect(icon.contentType).toBe("image/png");
  // Width, height, 8 bits a channel, colour with alpha.
  expect([...icon.bytes.subarray(16, 26)]).toEqual([0, 0, 0, 16, 0, 0, 0, 16, 8, 6]);
  const [r = 0, g = 0] = icon.frames[0]?.pixels.rgba ?? [];
  expect(Math.abs(r - 200) + Math.abs(g - 20)).toBeLessThan(12);
});

/** The head of a WebP of many parts, and nothing more. */
function webpHead(flags: number, side: number): Uint8Array {
  const head = Buffer.alloc(40);
  head.write("RIFF", 0);
  head.write("WEBPVP8X", 8);
  head.writeUInt8(flags, 20);
  head.writeUIntLE(side - 1, 24, 3);
  head.writeUIntLE(side - 1, 27, 3);
  return head;
}

/** A real one, made by the same library's encoder. */
async function aWebp(width: number, height: number, colour: readonly number[], lossless: boolean) {
  const file = createRequire(import.meta.url).resolve("@jsquash/webp/codec/enc/webp_enc.wasm");
  await init(await WebAssembly.compile(await readFile(file)));
  const data = new Uint8ClampedArray(filled(width, height, colour));
  return new Uint8Array(await encode({ data, width, height } as never, { lossless: lossless ? 1 : 0 }));
}

test.each([true, false])(
  "WebP, as phones share it, becomes an icon and a cover (lossless: %s)",
  async (lossless) => {
    const from = await aWebp(60, 40, red, lossless);
    const icon = made(await maker.make({ make: "icon", from, dim: false }));
    const [r = 0, g = 0, b = 0, a] = icon.frames[0]?.pixels.rgba ?? [];
    expect(Math.abs(r - 200) + Math.abs(g - 20) + Math.abs(b - 30)).toBeLessThan(lossless ? 3 : 20);
    expect(a).toBe(255);
    const cover = made(await maker.make({ make: "cover", from, size: "square" }));
    expect(cover.frames[0]?.pixels).toMatchObject({ width: 600, height: 600 });
  },
);

test("a GIF keeps moving: frames, times, and the ground where a frame leaves it", async () => {
  const room = new Uint8Array(10_000);
  const writer = new GifWriter(room, 32, 32, { loop: 0 });
  const dots = (on: number) => Array.from({ length: 1024 }, (_, at) => (at % 32 < 16 ? on : 0));
  for (const on of [1, 2])
    writer.addFrame(0, 0, 32, 32, dots(on), {
      palette: [0, 0xaa0000, 0x00aa00, 0],
      transparent: 0,
      disposal: 2,
      delay: 25,
    });
  const icon = made(
    await maker.make({
      make: "icon",
      from: room.slice(0, writer.end()),
      crop: { x: 0, y: 0, width: 1, height: 1 },
    }),
  );
  expect([icon.contentType, icon.count]).toEqual(["image/gif", 2]);
  expect(icon.frames.map(({ ms }) => ms)).toEqual([250, 250]);
  expect(icon.frames.map(({ pixels }) => [...pixels.rgba.subarray(0, 4), pixels.rgba[15 * 4 + 3]])).toEqual([
    [170, 0, 0, 255, 0],
    [0, 170, 0, 255, 0],
  ]);
});

test.each([
  [
    "grey of 1 bit",
    { channels: 1, depth: 1, data: Uint8Array.of(0b10000000, 0b00000000) },
    [255, 255, 255, 255],
  ],
  [
    "grey with alpha",
    { channels: 2, depth: 8, data: Uint8Array.from([90, 255, 0, 0, 0, 0, 0, 0]) },
    [90, 90, 90, 255],
  ],
  [
    "16 bits a channel",
    { channels: 3, depth: 16, data: Uint16Array.from([65535, 0, 257, 0, 0, 0, 0, 0, 0, 0, 0, 0]) },
    [255, 0, 1, 255],
  ],
] as const)("a PNG of %s is read", (_, png, first) => {
  const bytes = encodePng({ width: 2, height: 2, ...png });
  expect([...(readPicture(bytes)[0]?.pixels.rgba.subarray(0, 4) ?? [])]).toEqual(first);
});

test("a photograph taken with the camera on its side stands upright", () => {
  const { data } = encodeJpeg({ width: 16, height: 8, data: filled(16, 8, red) }, 90);
  const exif = Buffer.from(
    "ffe1002245786966000049492a000800000001001201030001000000060000000000000000000000",
    "hex",
  ).subarray(0, 36);
  const tagged = new Uint8Array(Buffer.concat([data.subarray(0, 2), exif, data.subarray(2)]));
  expect(readPicture(tagged)[0]?.pixels).toMatchObject({ width: 8, height: 16 });
});

test.each([
  ["a text", Buffer.from("hello, this is no picture"), "not-a-picture"],
  ["nothing", new Uint8Array(0), "not-a-picture"],
  ["half a WebP", Buffer.from("RIFF\0\0\0\0WEBPVP8 "), "damaged"],
  ["a WebP of noise", Buffer.concat([Buffer.from("RIFF\0\0\0\0WEBPVP8 "), Buffer.alloc(99, 7)]), "damaged"],
  ["a WebP that moves", webpHead(2, 16), "unsupported"],
  ["a WebP of a billion dots", webpHead(0, 16_777_216), "too-many-dots"],
  ["half a PNG", encodePng({ width: 40, height: 40, data: filled(40, 40, red) }).subarray(0, 60), "damaged"],
  ["a JPEG that says it is huge", hugeJpeg(), "damaged"],
] as const)("%s is told apart", async (_, from, why) => {
  expect(await maker.make({ make: "icon", from: new Uint8Array(from) })).toEqual({ ok: false, why });
});

test("covers are JPEG in Yoto's sizes, cut or drawn", async () => {
  const from = encodePng({ width: 30, height: 30, data: filled(30, 30, red) });
  const icon = made(await maker.make({ make: "icon", draw: { text: "7", colour: [1, 170, 3] } }));
  for (const [size, width, height] of [
    ["card", 638, 1011],
    ["wide", 520, 400],
    ["square", 600, 600],
  ] as const) {
    const cut = made(await maker.make({ make: "cover", from, size }));
    const drawn = made(
      await maker.make({
        make: "cover",
        draw: { title: "Der Bär & die Zauberflöte", author: "Oma", icon: icon.bytes },
        size,
      }),
    );
    for (const cover of [cut, drawn]) {
      expect(cover.contentType).toBe("image/jpeg");
      expect(cover.frames[0]?.pixels).toMatchObject({ width, height });
    }
  }
});

function hugeJpeg(): Uint8Array {
  const { data } = encodeJpeg({ width: 8, height: 8, data: filled(8, 8, red) }, 50);
  const bytes = new Uint8Array(data);
  const frame = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xc0);
  bytes.set([0xff, 0xff, 0xff, 0xff], frame + 5);
  return bytes;
}
