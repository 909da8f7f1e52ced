import { crc32, deflateSync, inflateSync } from "node:zlib";

/** A picture as rows of RGBA. */
export type Pixels = { readonly width: number; readonly height: number; readonly rgba: Uint8Array };

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Writes pixels as an 8-bit RGBA PNG. */
export function writePng({ width, height, rgba }: Pixels): Buffer<ArrayBuffer> {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width * 4 + 1));
  for (let y = 0; y < height; y++)
    rows.set(rgba.subarray(y * width * 4, (y + 1) * width * 4), y * (width * 4 + 1) + 1);
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** What the header of a PNG says; `undefined` if it is none. */
export function pngHead(bytes: Buffer) {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(signature)) return undefined;
  return {
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    depth: bytes.readUInt8(24),
    colourType: bytes.readUInt8(25),
    interlaced: bytes.readUInt8(28) !== 0,
  };
}

/** Reads a not interlaced PNG with 8 bits a channel; `undefined` for any other. */
export function readPng(bytes: Buffer): Pixels | undefined {
  const head = pngHead(bytes);
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[head?.colourType ?? -1];
  if (head === undefined || channels === undefined || head.depth !== 8 || head.interlaced) return undefined;
  const { width, height, colourType } = head;
  if (width * height > 16_000_000) return undefined;

  const data: Buffer[] = [];
  let palette: Buffer = Buffer.alloc(0);
  let alphas: Buffer = Buffer.alloc(0);
  for (let at = 8; at + 12 <= bytes.length; at += bytes.readUInt32BE(at) + 12) {
    const name = bytes.toString("latin1", at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
    if (name === "IDAT") data.push(body);
    if (name === "PLTE") palette = body;
    if (name === "tRNS") alphas = body;
  }
  const samples = unfilter(inflate(data), width, height, channels);
  if (samples === undefined) return undefined;

  const rgba = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const sample = (channel: number) => samples[pixel * channels + channel] ?? 0;
    const grey = colourType === 0 || colourType === 4;
    const colour = (channel: number) =>
      colourType === 3 ? (palette[sample(0) * 3 + channel] ?? 0) : sample(grey ? 0 : channel);
    const alpha =
      colourType === 6
        ? sample(3)
        : colourType === 4
          ? sample(1)
          : colourType === 3
            ? alphas[sample(0)]
            : 255;
    rgba.set([colour(0), colour(1), colour(2), alpha ?? 255], pixel * 4);
  }
  return { width, height, rgba };
}

function inflate(data: readonly Buffer[]): Buffer {
  try {
    return inflateSync(Buffer.concat(data));
  } catch {
    return Buffer.alloc(0);
  }
}

/** Undoes the five row filters of PNG (none, sub, up, average, Paeth). */
function unfilter(rows: Buffer, width: number, height: number, channels: number): Uint8Array | undefined {
  const stride = width * channels;
  if (rows.length < height * (stride + 1)) return undefined;
  const out = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const raw = rows[y * (stride + 1) + 1 + x] ?? 0;
      const left = x < channels ? 0 : (out[y * stride + x - channels] ?? 0);
      const up = y === 0 ? 0 : (out[(y - 1) * stride + x] ?? 0);
      const corner = y === 0 || x < channels ? 0 : (out[(y - 1) * stride + x - channels] ?? 0);
      const guess =
        filter === 1
          ? left
          : filter === 2
            ? up
            : filter === 3
              ? (left + up) >> 1
              : filter === 4
                ? paeth(left, up, corner)
                : 0;
      out[y * stride + x] = raw + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((each) => Math.abs(estimate - each));
  if (toLeft === undefined || toUp === undefined || toCorner === undefined) return 0;
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
