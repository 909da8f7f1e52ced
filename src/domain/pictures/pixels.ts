/** A picture as rows of red, green, blue and alpha, one byte each. */
export type Pixels = { readonly width: number; readonly height: number; readonly rgba: Uint8ClampedArray };

/** A picture and for how long it stands; the only one of a still picture stands for 0 ms. */
export type Frame = { readonly pixels: Pixels; readonly ms: number };

/** A part of a picture in shares of its width and height: all of it is 0, 0, 1, 1. */
export type Crop = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** A part of a picture in its own dots; edges may lie between dots. */
export type Box = Crop;

/** Nothing but transparent dots. */
export function emptyPixels(width: number, height: number): Pixels {
  return { width, height, rgba: new Uint8ClampedArray(width * height * 4) };
}

/** The box that a crop means; what sticks out is cut off, and at least one dot is left. */
export function boxOf({ width, height }: Pixels, crop: Crop): Box {
  const x = Math.min(Math.max(0, crop.x * width), width - 1);
  const y = Math.min(Math.max(0, crop.y * height), height - 1);
  return {
    x,
    y,
    width: Math.max(1, Math.min(crop.width * width, width - x)),
    height: Math.max(1, Math.min(crop.height * height, height - y)),
  };
}

/** The largest box of these proportions in the middle of another. */
export function middleOf(box: Box, proportions: { readonly width: number; readonly height: number }): Box {
  const scale = Math.min(box.width / proportions.width, box.height / proportions.height);
  const [width, height] = [proportions.width * scale, proportions.height * scale];
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
}
