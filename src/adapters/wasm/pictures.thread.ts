import { coverOf } from "../../domain/pictures/cover-of.ts";
import { coverSizes } from "../../domain/pictures/cover-size.ts";
import { drawCover } from "../../domain/pictures/draw-cover.ts";
import { drawIcon } from "../../domain/pictures/draw-icon.ts";
import { iconOf } from "../../domain/pictures/icon-of.ts";
import type { MadePicture, PictureRequest } from "../../ports/picture-maker.ts";
import { NoPictureFound, readAnyPicture } from "./read-picture.ts";
import { serveThread } from "./serve-thread.ts";
import { writeCover, writeIcon } from "./write-picture.ts";

async function make(request: PictureRequest): Promise<MadePicture> {
  if (request.make === "icon") {
    if ("from" in request) return writeIcon(iconOf(await readAnyPicture(request.from), request));
    const drawn = drawIcon(request.draw.text, request.draw.colour);
    return drawn === undefined
      ? { ok: false, why: "nothing-to-draw" }
      : writeIcon([{ pixels: drawn, ms: 0 }]);
  }
  const size = coverSizes[request.size];
  if ("from" in request) {
    const [first] = await readAnyPicture(request.from);
    if (first === undefined) return { ok: false, why: "damaged" };
    return writeCover(coverOf(first.pixels, size, request.crop));
  }
  const { icon, ...words } = request.draw;
  const [dots] = icon === undefined ? [] : iconOf(await readAnyPicture(icon), { dim: false });
  return writeCover(drawCover(size, { ...words, ...(dots && { icon: dots.pixels }) }));
}

serveThread<PictureRequest>(async (request) => {
  try {
    const value = await make(request);
    return { value, ...(value.ok && { transfer: [value.bytes.buffer] }) };
  } catch (error) {
    if (error instanceof NoPictureFound) return { value: { ok: false, why: error.why } };
    throw error;
  }
});
