/** A picture as it can be sent, and as it can be looked at; `close` gives its memory back. */
export type OpenPicture = {
  readonly send: Blob;
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly name: string;
  readonly close: () => void;
};

/**
 * Opens whatever the browser can show (also WebP, AVIF and HEIC, where it knows them). Too large ones and foreign codings are
 * drawn anew; moving GIF and PNG stay as they are. `undefined`: the browser cannot show it.
 */
export async function openPicture(
  file: File,
  most: number,
  as: "image/png" | "image/jpeg",
): Promise<OpenPicture | undefined> {
  const name = file.name.replace(/\.\w+$/, "");
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (bitmap === undefined) return undefined;
  const { width, height } = bitmap;
  const keeps = file.type === "image/gif" || (file.type === "image/png" && as === "image/png");
  const isSmall = Math.max(width, height) <= most;
  const blob = file.type === "image/gif" || (isSmall && keeps) ? file : await redrawn(bitmap, most, as);
  bitmap.close();
  const url = URL.createObjectURL(file);
  return { send: blob, url, width, height, name, close: () => URL.revokeObjectURL(url) };
}

async function redrawn(bitmap: ImageBitmap, most: number, as: string): Promise<Blob> {
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  if (context !== null) {
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("the picture cannot be drawn")) : resolve(blob)),
      as,
      0.92,
    ),
  );
}
