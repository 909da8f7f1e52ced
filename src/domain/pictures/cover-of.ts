import { boxOf, type Crop, emptyPixels, middleOf, type Pixels } from "./pixels.ts";
import { resample } from "./resample.ts";

/** A cover of any picture, in exactly that size: the part that was chosen, or the middle. What is transparent becomes white. */
export function coverOf(
  from: Pixels,
  size: { readonly width: number; readonly height: number },
  crop: Crop = { x: 0, y: 0, width: 1, height: 1 },
): Pixels {
  const sized = resample(from, middleOf(boxOf(from, crop), size), size);
  const out = emptyPixels(size.width, size.height);
  for (let at = 0; at < sized.rgba.length; at += 4) {
    const share = (sized.rgba[at + 3] ?? 0) / 255;
    for (let channel = 0; channel < 3; channel += 1)
      out.rgba[at + channel] = Math.round((sized.rgba[at + channel] ?? 0) * share + 255 * (1 - share));
    out.rgba[at + 3] = 255;
  }
  return out;
}
