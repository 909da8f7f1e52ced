import { decodeApng, hasPngSignature } from "fast-png";
import { decode as decodeJpeg } from "jpeg-js";
import { GifReader } from "omggif";
import { emptyPixels, type Frame, type Pixels } from "../../domain/pictures/pixels.ts";
import type { NoPicture } from "../../ports/picture-maker.ts";
import { exifTurn, turned } from "./exif-turn.ts";

/** A file that gives no picture. */
export class NoPictureFound extends Error {
  override readonly name = "NoPictureFound";
  readonly why: NoPicture;
  constructor(why: NoPicture) {
    super(why);
    this.why = why;
  }
}

const mostDots = 40_000_000;
/** All frames of a moving picture together. */
const mostMovingDots = 120_000_000;

/** The frames of a picture of any kind we know. WebP has a decoder of its own, which is loaded when the first one comes. */
export async function readAnyPicture(bytes: Uint8Array): Promise<readonly Frame[]> {
  if (!/^RIFF....WEBP/s.test(headOf(bytes))) return readPicture(bytes);
  const { readWebp } = await import("./read-webp.ts");
  return readWebp(bytes);
}

const headOf = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(0, 16));

/** The frames of a picture, whole and upright. Goes by the bytes, never by a declared type. Throws {@link NoPictureFound}. */
export function readPicture(bytes: Uint8Array): readonly Frame[] {
  const head = headOf(bytes);
  const read = hasPngSignature(bytes.subarray(0, 8))
    ? readPng
    : head.startsWith("\xff\xd8\xff")
      ? readJpeg
      : /^GIF8[79]a/.test(head)
        ? readGif
        : undefined;
  if (read === undefined) throw new NoPictureFound(isOtherPicture(head) ? "unsupported" : "not-a-picture");
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof NoPictureFound) throw error;
    throw new NoPictureFound("damaged");
  }
}

function isOtherPicture(head: string): boolean {
  return /^RIFF....WEBP|^....ftyp(avif|avis|heic|heix|mif1)|^\s*<(svg|\?xml)|^BM|^II\*|^MM\0\*/s.test(head);
}

function readJpeg(bytes: Uint8Array): readonly Frame[] {
  const { width, height, data } = decodeJpeg(bytes, {
    useTArray: true,
    formatAsRGBA: true,
    tolerantDecoding: true,
    maxResolutionInMP: mostDots / 1_000_000,
    maxMemoryUsageInMB: 1_024,
  });
  const pixels = {
    width,
    height,
    rgba: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength),
  };
  return [{ pixels: turned(pixels, exifTurn(bytes)), ms: 0 }];
}

function readGif(bytes: Uint8Array): readonly Frame[] {
  const reader = new GifReader(bytes);
  const { width, height } = reader;
  const count = reader.numFrames();
  guard(width, height, count);
  const canvas = new Uint8Array(width * height * 4);
  const frames: Frame[] = [];
  for (let at = 0; at < count; at += 1) {
    const { x, y, width: across, height: down, disposal, delay } = reader.frameInfo(at);
    const before = disposal === 3 ? canvas.slice() : undefined;
    reader.decodeAndBlitFrameRGBA(at, canvas);
    // Browsers take 0 and 10 ms for "no idea" and show a tenth of a second.
    frames.push({
      pixels: { width, height, rgba: new Uint8ClampedArray(canvas) },
      ms: delay < 2 ? 100 : delay * 10,
    });
    if (before !== undefined) canvas.set(before);
    if (disposal === 2)
      for (let row = y; row < Math.min(height, y + down); row += 1)
        canvas.fill(0, (row * width + x) * 4, (row * width + Math.min(width, x + across)) * 4);
  }
  return frames;
}

function readPng(bytes: Uint8Array): readonly Frame[] {
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [head.getUint32(16), head.getUint32(20)];
  guard(width, height, 1);
  const png = decodeApng(bytes);
  guard(width, height, png.frames.length);
  return png.frames.map(({ data, delayNumber, delayDenominator }) => ({
    pixels: rgbaOf({ ...png, data }),
    ms: png.frames.length === 1 ? 0 : Math.round((delayNumber / (delayDenominator || 100)) * 1000) || 100,
  }));
}

/** Throws when a picture has no dots, or more than there is room for. */
export function guard(width: number, height: number, count: number): void {
  if (width < 1 || height < 1 || count < 1) throw new NoPictureFound("damaged");
  if (width * height > mostDots || width * height * count > mostMovingDots)
    throw new NoPictureFound("too-many-dots");
}

/** Four channels of a byte, of whatever a PNG has. */
function rgbaOf(png: {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly channels: number;
  readonly data: ArrayLike<number>;
  readonly palette?: readonly (readonly number[])[];
  readonly transparency?: ArrayLike<number>;
}): Pixels {
  const { width, height, depth, channels, data, palette, transparency } = png;
  const out = emptyPixels(width, height);
  const perRow = Math.ceil((width * channels * depth) / 8);
  const most = 2 ** depth - 1;
  /** A sample as the file has it; less than a byte each, they are packed. */
  const sample = (x: number, y: number, channel: number) => {
    if (depth >= 8) return data[(y * width + x) * channels + channel] ?? 0;
    const bit = (x * channels + channel) * depth;
    return ((data[y * perRow + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & most;
  };
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const to = (y * width + x) * 4;
      if (palette !== undefined) {
        const [red = 0, green = 0, blue = 0, alpha = 255] = palette[sample(x, y, 0)] ?? [];
        out.rgba.set([red, green, blue, alpha], to);
        continue;
      }
      const byte = (channel: number) => (sample(x, y, channel) * 255) / most;
      const colours = channels < 3 ? [0, 0, 0] : [0, 1, 2];
      for (const [at, channel] of colours.entries()) out.rgba[to + at] = byte(channel);
      const isHole =
        transparency !== undefined &&
        transparency.length >= Math.min(channels, 3) &&
        colours.every((channel) => sample(x, y, channel) === transparency[channel]);
      out.rgba[to + 3] = isHole ? 0 : channels === 2 || channels === 4 ? byte(channels - 1) : 255;
    }
  return out;
}
