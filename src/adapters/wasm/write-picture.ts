import { encode as encodePng } from "fast-png";
import { encode as encodeJpeg } from "jpeg-js";
import { GifWriter } from "omggif";
import type { Frame, Pixels } from "../../domain/pictures/pixels.ts";
import type { MadePicture } from "../../ports/picture-maker.ts";

type Written = Extract<MadePicture, { ok: true }>;

/** A still icon as PNG with four channels and no palette, a moving one as GIF: what Yoto takes without touching it. */
export function writeIcon(frames: readonly Frame[]): Written {
  const [first] = frames;
  if (first === undefined) throw new Error("An icon needs a frame");
  return frames.length === 1
    ? { ok: true, bytes: pngOf(first.pixels), contentType: "image/png", frames: 1 }
    : { ok: true, bytes: gifOf(frames), contentType: "image/gif", frames: frames.length };
}

/** A cover, as photographs are kept. */
export function writeCover({ width, height, rgba }: Pixels): Written {
  const { data } = encodeJpeg({ width, height, data: rgba }, 88);
  return { ok: true, bytes: new Uint8Array(data), contentType: "image/jpeg", frames: 1 };
}

function pngOf({ width, height, rgba }: Pixels): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encodePng({ width, height, data: rgba, channels: 4, depth: 8 }));
}

/** 256 dots have at most 256 colours, so nothing is lost. */
function gifOf(frames: readonly Frame[]): Uint8Array<ArrayBuffer> {
  const [first] = frames;
  const { width = 1, height = 1 } = first?.pixels ?? {};
  const room = new Uint8Array(1_000 + frames.length * (width * height * 2 + 1_200));
  const writer = new GifWriter(room, width, height, { loop: 0 });
  for (const { pixels, ms } of frames) {
    const palette = [0];
    const places = new Map<number, number>();
    const dots = Array.from({ length: width * height }, (_, dot) => {
      const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.rgba.subarray(dot * 4, dot * 4 + 4);
      if (alpha < 128) return 0;
      const colour = (red << 16) | (green << 8) | blue;
      const known = places.get(colour) ?? (palette.length < 256 ? palette.push(colour) - 1 : 255);
      places.set(colour, known);
      return known;
    });
    while (palette.length < 2 || (palette.length & (palette.length - 1)) !== 0) palette.push(0);
    writer.addFrame(0, 0, width, height, dots, {
      palette,
      transparent: 0,
      disposal: 2,
      delay: Math.max(2, Math.round(ms / 10)),
    });
  }
  return room.slice(0, writer.end());
}
