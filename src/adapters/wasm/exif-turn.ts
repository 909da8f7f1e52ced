import { emptyPixels, type Pixels } from "../../domain/pictures/pixels.ts";

/** How a camera was held, as EXIF counts it: 1 is upright, 3 on its head, 6 and 8 on its side, the others seen in a mirror. */
export function exifTurn(jpeg: Uint8Array): number {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  for (let at = 2; at + 4 < jpeg.length && jpeg[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    if (jpeg[at + 1] === 0xda) return 1;
    if (jpeg[at + 1] === 0xe1 && String.fromCharCode(...jpeg.subarray(at + 4, at + 10)) === "Exif\0\0")
      return turnIn(jpeg.subarray(at + 10, at + 2 + view.getUint16(at + 2)));
  }
  return 1;
}

function turnIn(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 14) return 1;
  const little = tiff[0] === 0x49;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const count = view.getUint16(directory, little);
  for (let at = directory + 2; at + 12 <= tiff.length && at < directory + 2 + count * 12; at += 12)
    if (view.getUint16(at, little) === 0x0112) return view.getUint16(at + 8, little);
  return 1;
}

/** The picture upright. */
export function turned(pixels: Pixels, turn: number): Pixels {
  if (turn < 2 || turn > 8) return pixels;
  const { width, height } = pixels;
  const onItsSide = turn >= 5;
  const out = onItsSide ? emptyPixels(height, width) : emptyPixels(width, height);
  const from = new Uint32Array(pixels.rgba.buffer, pixels.rgba.byteOffset, width * height);
  const to = new Uint32Array(out.rgba.buffer);
  for (let y = 0; y < out.height; y += 1)
    for (let x = 0; x < out.width; x += 1) {
      const [across, down] = onItsSide ? [y, x] : [x, y];
      const mirrored = turn === 2 || turn === 3 || turn === 7 || turn === 8;
      const upsideDown = turn === 3 || turn === 4 || turn === 6 || turn === 7;
      const sourceX = mirrored ? width - 1 - across : across;
      const sourceY = upsideDown ? height - 1 - down : down;
      to[y * out.width + x] = from[sourceY * width + sourceX] ?? 0;
    }
  return out;
}
