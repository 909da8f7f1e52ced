import { Readable } from "node:stream";
import type { Context } from "hono";
import { shownFileName } from "../domain/audio/file-title.ts";

/** A file as it streams in, with what its owner called it. */
export type UploadedFile = {
  readonly name: string;
  readonly title?: string;
  readonly bytes: ReadableStream<Uint8Array>;
};

/**
 * The file in a request: the raw body, named by `?name=`, or the first file of a form. Nothing is held in memory; who does
 * not read to the end must cancel. `undefined`: there is no file. Form fields count only before the file.
 */
export async function uploadedFile(c: Context): Promise<UploadedFile | undefined> {
  const { body } = c.req.raw;
  if (body === null) return undefined;
  const type = c.req.header("content-type") ?? "";
  if (/^multipart\/form-data\s*;/i.test(type)) return fileOfForm(body, type);
  const title = c.req.query("title")?.trim();
  return {
    name: shownFileName(c.req.query("name") ?? ""),
    ...(title ? { title: title.slice(0, 200) } : {}),
    bytes: body,
  };
}

async function fileOfForm(body: ReadableStream<Uint8Array>, type: string): Promise<UploadedFile | undefined> {
  // Browsers of ours send the bare bytes: who never sees a form need not load what reads one.
  const { Busboy } = await import("@fastify/busboy");
  return new Promise((resolve, reject) => {
    const form = Busboy({
      headers: { "content-type": type },
      limits: { files: 1, fields: 10, fieldSize: 10_000, parts: 12 },
    });
    const source = Readable.from(body);
    let title: string | undefined;
    form.on("field", (field, value) => {
      if (field === "title" && value.trim() !== "") title = value.trim().slice(0, 200);
    });
    form.on("file", (_field, file, name) => {
      source.once("error", (error) => file.destroy(error));
      resolve({
        name: shownFileName(name),
        ...(title === undefined ? {} : { title }),
        bytes: Readable.toWeb(file) as ReadableStream<Uint8Array>,
      });
    });
    form.once("finish", () => resolve(undefined));
    form.once("error", reject);
    source.once("error", reject);
    source.pipe(form);
  });
}
