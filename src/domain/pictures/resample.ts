import { type Box, emptyPixels, type Pixels } from "./pixels.ts";

/** Which dots of a row make one new dot, and how much each counts; the shares add up to 1. */
type Taps = { readonly first: number; readonly shares: Float32Array };

/** What a byte of colour is as light (sRGB). */
const lightOf = Float32Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/**
 * A part of a picture in another size. Where it gets smaller each new dot is the mean of all light that falls on it, so thin
 * lines grow faint instead of vanishing and colours stay true; where it gets larger, `smooth` blends neighbours and otherwise
 * dots stay dots. What is transparent does not tint what is not.
 */
export function resample(
  from: Pixels,
  box: Box,
  to: { readonly width: number; readonly height: number },
  smooth = true,
): Pixels {
  const columns = tapsOf(box.x, box.width, to.width, from.width, smooth);
  const rows = tapsOf(box.y, box.height, to.height, from.height, smooth);
  const firstRow = rows[0]?.first ?? 0;
  const lastRow = rows.reduce((most, { first, shares }) => Math.max(most, first + shares.length), firstRow);
  const narrow = narrowed(from, columns, firstRow, lastRow);
  const out = emptyPixels(to.width, to.height);
  const sum = new Float32Array(4);
  for (const [y, { first, shares }] of rows.entries())
    for (let x = 0; x < to.width; x += 1) {
      sum.fill(0);
      for (let tap = 0; tap < shares.length; tap += 1) {
        const at = ((first - firstRow + tap) * to.width + x) * 4;
        const share = shares[tap] ?? 0;
        for (let channel = 0; channel < 4; channel += 1)
          sum[channel] = (sum[channel] ?? 0) + (narrow[at + channel] ?? 0) * share;
      }
      const alpha = sum[3] ?? 0;
      if (alpha <= 0) continue;
      const at = (y * to.width + x) * 4;
      for (let channel = 0; channel < 3; channel += 1)
        out.rgba[at + channel] = byteOf((sum[channel] ?? 0) / alpha);
      out.rgba[at + 3] = Math.round(alpha * 255);
    }
  return out;
}

/** All rows that count, made narrow: light times alpha, and alpha. */
function narrowed(from: Pixels, columns: readonly Taps[], firstRow: number, lastRow: number): Float32Array {
  const out = new Float32Array((lastRow - firstRow) * columns.length * 4);
  let to = 0;
  for (let y = firstRow; y < lastRow; y += 1)
    for (const { first, shares } of columns) {
      let [red, green, blue, alpha] = [0, 0, 0, 0];
      let at = (y * from.width + first) * 4;
      for (let tap = 0; tap < shares.length; tap += 1) {
        const share = ((shares[tap] ?? 0) * (from.rgba[at + 3] ?? 0)) / 255;
        red += (lightOf[from.rgba[at] ?? 0] ?? 0) * share;
        green += (lightOf[from.rgba[at + 1] ?? 0] ?? 0) * share;
        blue += (lightOf[from.rgba[at + 2] ?? 0] ?? 0) * share;
        alpha += share;
        at += 4;
      }
      out[to] = red;
      out[to + 1] = green;
      out[to + 2] = blue;
      out[to + 3] = alpha;
      to += 4;
    }
  return out;
}

function tapsOf(start: number, length: number, count: number, limit: number, smooth: boolean): Taps[] {
  const step = length / count;
  return Array.from({ length: count }, (_, at) => {
    if (smooth && step < 1) return between(start + (at + 0.5) * step - 0.5, limit);
    const [low, high] = [start + at * step, start + (at + 1) * step];
    const first = Math.min(limit - 1, Math.floor(low + 1e-6));
    const last = Math.min(limit - 1, Math.max(first, Math.ceil(high - 1e-6) - 1));
    const shares = Float32Array.from({ length: last - first + 1 }, (_, tap) =>
      Math.max(1e-9, Math.min(high, first + tap + 1) - Math.max(low, first + tap)),
    );
    const all = shares.reduce((sum, share) => sum + share, 0);
    return { first, shares: shares.map((share) => share / all) };
  });
}

function between(place: number, limit: number): Taps {
  const held = Math.min(Math.max(0, place), limit - 1);
  const first = Math.min(Math.floor(held), Math.max(0, limit - 2));
  return limit === 1
    ? { first: 0, shares: Float32Array.of(1) }
    : { first, shares: Float32Array.of(1 - (held - first), held - first) };
}

function byteOf(light: number): number {
  const value = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(value * 255);
}
