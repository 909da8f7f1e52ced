import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import decode, { init } from "@jsquash/webp/decode.js";
import type { Frame } from "../../domain/pictures/pixels.ts";
import { guard, NoPictureFound } from "./read-picture.ts";

let ready: Promise<void> | undefined;

/** The still picture in a WebP file. One that moves is refused: GIF and APNG are for that. Throws {@link NoPictureFound}. */
export async function readWebp(bytes: Uint8Array): Promise<readonly Frame[]> {
  const { width, height, moves } = headOf(bytes);
  if (moves) throw new NoPictureFound("unsupported");
  guard(width, height, 1);
  ready ??= start();
  await ready;
  const whole = new Uint8Array(bytes).buffer;
  const { data } = await decode(whole).catch(() => {
    throw new NoPictureFound("damaged");
  });
  return [{ pixels: { width, height, rgba: new Uint8ClampedArray(data) }, ms: 0 }];
}

/** Compiled from its file; the package by itself would fetch it as a browser does. */
async function start(): Promise<void> {
  const file = createRequire(import.meta.url).resolve("@jsquash/webp/codec/dec/webp_dec.wasm");
  const compiled = await WebAssembly.compile(await readFile(file));
  // The decoder hands its dots out in a browser's own kind of picture.
  Object.assign(globalThis, { ImageData: Dots });
  await init(compiled);
}

class Dots {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

/** How large the picture says it is, before any room is made for it. */
function headOf(bytes: Uint8Array): { width: number; height: number; moves: boolean } {
  if (bytes.length < 30) throw new NoPictureFound("damaged");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const three = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  switch (String.fromCharCode(...bytes.subarray(12, 16))) {
    case "VP8X":
      return { width: three(24) + 1, height: three(27) + 1, moves: (view.getUint8(20) & 2) !== 0 };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1, moves: false };
    }
    case "VP8 ": {
      const [width, height] = [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
      return { width, height, moves: false };
    }
    default:
      throw new NoPictureFound("damaged");
  }
}
