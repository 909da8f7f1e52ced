import { createHash } from "node:crypto";
import { type Pixels, pngHead, readPng, writePng } from "./png.ts";

/** What kind of picture the bytes are, and its size where the head tells. */
export type Picture = {
  readonly type: "image/png" | "image/gif" | "image/jpeg" | "image/svg+xml";
  readonly width?: number;
  readonly height?: number;
};

/** Looks at the bytes, never at the declared type. `undefined`: no picture the cloud takes. */
export function pictureOf(bytes: Buffer): Picture | undefined {
  const png = pngHead(bytes);
  if (png !== undefined) return { type: "image/png", width: png.width, height: png.height };
  if (/^GIF8[79]a/.test(bytes.toString("latin1", 0, 6)) && bytes.length > 10)
    return { type: "image/gif", width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  if (bytes.length > 3 && bytes.readUIntBE(0, 3) === 0xff_d8_ff) return { type: "image/jpeg" };
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]/s.test(bytes.toString("utf8", 0, 1_000)))
    return { type: "image/svg+xml" };
  return undefined;
}

export const iconSide = 16;

/** Whether the icon can stay as it is: exactly 16 × 16, a GIF, or a PNG with four channels and no palette. */
export function isReadyIcon(bytes: Buffer): boolean {
  const picture = pictureOf(bytes);
  if (picture?.width !== iconSide || picture.height !== iconSide) return false;
  return picture.type === "image/gif" || pngHead(bytes)?.colourType === 6;
}

/**
 * The 16 × 16 PNG the display shows, with brightness above two thirds reduced. PNGs are really scaled; for other
 * formats, which this simulator cannot read, a pattern grown from the file's hash stands in.
 */
export function toIcon(bytes: Buffer): Buffer<ArrayBuffer> {
  const pixels = readPng(bytes);
  return writePng(dimmed(pixels === undefined ? pattern(bytes) : scaled(pixels)));
}

/** The middle square, each target pixel the mean of the source pixels under it. */
function scaled({ width, height, rgba }: Pixels): Pixels {
  const side = Math.min(width, height);
  const [left, top] = [(width - side) >> 1, (height - side) >> 1];
  const out = new Uint8Array(iconSide * iconSide * 4);
  for (let y = 0; y < iconSide; y++)
    for (let x = 0; x < iconSide; x++) {
      const from = (at: number) => Math.floor((at * side) / iconSide);
      const to = (at: number) => Math.max(from(at) + 1, from(at + 1));
      const sum = [0, 0, 0, 0];
      let count = 0;
      for (let sy = from(y); sy < to(y); sy++)
        for (let sx = from(x); sx < to(x); sx++) {
          const at = ((top + sy) * width + left + sx) * 4;
          for (let channel = 0; channel < 4; channel++)
            sum[channel] = (sum[channel] ?? 0) + (rgba[at + channel] ?? 0);
          count += 1;
        }
      out.set(
        sum.map((each) => Math.round(each / count)),
        (y * iconSide + x) * 4,
      );
    }
  return { width: iconSide, height: iconSide, rgba: out };
}

function dimmed(pixels: Pixels): Pixels {
  const limit = (2 / 3) * 255;
  const rgba = pixels.rgba.slice();
  for (let at = 0; at < rgba.length; at += 4) {
    const brightest = Math.max(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0);
    if (brightest <= limit) continue;
    for (let channel = 0; channel < 3; channel++)
      rgba[at + channel] = Math.round(((rgba[at + channel] ?? 0) * limit) / brightest);
  }
  return { ...pixels, rgba };
}

/** A symmetric pattern in one colour, the same for the same bytes. */
export function pattern(bytes: Buffer | string): Pixels {
  const hash = createHash("sha256").update(bytes).digest();
  const colour = [...hash.subarray(0, 3)].map((each) => 80 + (each >> 1));
  const rgba = new Uint8Array(iconSide * iconSide * 4);
  for (let y = 0; y < iconSide; y++)
    for (let x = 0; x < iconSide; x++) {
      const cell = (y >> 1) * 4 + (Math.min(x, iconSide - 1 - x) >> 1);
      const lit = ((hash[3 + (cell >> 3)] ?? 0) >> (cell & 7)) & 1;
      if (lit === 1) rgba.set([...colour, 255], (y * iconSide + x) * 4);
    }
  return { width: iconSide, height: iconSide, rgba };
}
