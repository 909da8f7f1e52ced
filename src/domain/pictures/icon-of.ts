import { type Box, boxOf, type Crop, emptyPixels, type Frame, middleOf, type Pixels } from "./pixels.ts";
import { resample } from "./resample.ts";

/** Dots on a side of a player's display. */
export const iconSide = 16;

export type IconWish = {
  /** Which part of the picture; without it what is drawn on transparent ground is shown whole, of others the middle. */
  readonly crop?: Crop;
  /** Bright dots are turned down to two thirds, as Yoto does with what it converts: the display is a lamp in a dark room. */
  readonly dim?: boolean;
};

/** More of them make a file that players take long to load, for a picture nobody can follow. */
const mostFrames = 100;
const shortestMs = 20;
const brightest = 170;
/** Less than this much of a dot is covered: it stays dark. */
const leastAlpha = 96;

/**
 * An icon of 16 × 16 dots of any picture, still or moving; all frames are cut alike. A picture that is 16 × 16 already is taken
 * dot by dot.
 */
export function iconOf(frames: readonly Frame[], { crop, dim = true }: IconWish = {}): readonly Frame[] {
  const [first] = frames;
  if (first === undefined) return [];
  const { width, height } = first.pixels;
  if (crop === undefined && width === iconSide && height === iconSide)
    return thinned(frames).map(({ pixels, ms }) => ({ pixels: onDisplay(pixels, 255), ms }));
  const box = crop === undefined ? usualBox(frames) : boxOf(first.pixels, crop);
  return thinned(frames).map(({ pixels, ms }) => ({
    pixels: onDisplay(inSquare(pixels, box), dim ? brightest : 255),
    ms,
  }));
}

/** Short frames are let go and their time given to the one before. */
function thinned(frames: readonly Frame[]): readonly Frame[] {
  const step = Math.ceil(frames.length / mostFrames);
  const kept: { pixels: Pixels; ms: number }[] = [];
  for (const [at, { pixels, ms }] of frames.entries()) {
    const last = kept.at(-1);
    if (last !== undefined && at % step !== 0) last.ms += ms;
    else kept.push({ pixels, ms });
  }
  return kept.length === 1
    ? kept.map(({ pixels }) => ({ pixels, ms: 0 }))
    : kept.map(({ pixels, ms }) => ({ pixels, ms: Math.max(shortestMs, ms) }));
}

function usualBox(frames: readonly Frame[]): Box {
  const [first] = frames;
  const drawn = frames.map(({ pixels }) => drawnBox(pixels)).filter((box) => box !== undefined);
  const whole = { x: 0, y: 0, width: first?.pixels.width ?? 1, height: first?.pixels.height ?? 1 };
  const [left, top] = [Math.min(...drawn.map(({ x }) => x)), Math.min(...drawn.map(({ y }) => y))];
  const right = Math.max(...drawn.map(({ x, width }) => x + width));
  const bottom = Math.max(...drawn.map(({ y, height }) => y + height));
  const isOnGround = drawn.length > 0 && (right - left < whole.width || bottom - top < whole.height);
  return isOnGround
    ? { x: left, y: top, width: right - left, height: bottom - top }
    : middleOf(whole, { width: 1, height: 1 });
}

/** Where something is drawn; `undefined`: nowhere. */
function drawnBox({ width, height, rgba }: Pixels): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if ((rgba[(y * width + x) * 4 + 3] ?? 0) < 16) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** All of the box, as large as it gets, in the middle of the square. */
function inSquare(pixels: Pixels, box: Box): Pixels {
  const scale = iconSide / Math.max(box.width, box.height);
  const width = Math.max(1, Math.round(box.width * scale));
  const height = Math.max(1, Math.round(box.height * scale));
  const small = resample(pixels, box, { width, height }, false);
  const out = emptyPixels(iconSide, iconSide);
  const [left, top] = [(iconSide - width) >> 1, (iconSide - height) >> 1];
  for (let y = 0; y < height; y += 1)
    out.rgba.set(small.rgba.subarray(y * width * 4, (y + 1) * width * 4), ((top + y) * iconSide + left) * 4);
  return out;
}

/** Dots are lit or not: what is half transparent shines half as bright, what is hardly there not at all. */
function onDisplay({ width, height, rgba }: Pixels, limit: number): Pixels {
  const out = emptyPixels(width, height);
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3] ?? 0;
    if (alpha < leastAlpha) continue;
    const most = Math.max(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0);
    const share = (alpha / 255) * Math.min(1, limit / Math.max(1, most));
    for (let channel = 0; channel < 3; channel += 1)
      out.rgba[at + channel] = Math.round((rgba[at + channel] ?? 0) * share);
    out.rgba[at + 3] = 255;
  }
  return out;
}
