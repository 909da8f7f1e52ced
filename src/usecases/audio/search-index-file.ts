import type { SearchLine } from "../../domain/audio/search-audio.ts";
import { AudioId } from "../../domain/ids.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";

/** The version of the format. A file of another version is ignored and written anew. */
const shape = 1;
const mostBytes = 500_000_000;

/** A line as it lies in the file: without names, which would be half of it. */
type Row = [
  id: string,
  title: string,
  text: string,
  tags: readonly string[],
  bytes: number,
  seconds: number,
  addedAtMs: number,
  original?: SearchLine["original"],
];

/** Saves a search index as one file. */
export async function writeSearchIndex(
  files: AudioFiles,
  key: string,
  lines: readonly SearchLine[],
): Promise<void> {
  const rows = lines.map(
    ({ id, title, text, tags, bytes, seconds, addedAtMs, original }): Row =>
      original === undefined
        ? [id, title, text, tags, bytes, seconds, addedAtMs]
        : [id, title, text, tags, bytes, seconds, addedAtMs, original],
  );
  const json = new Blob([JSON.stringify({ shape, rows })]).stream();
  const contentType = "application/gzip";
  await files.put(key, json.pipeThrough(new CompressionStream("gzip")), { maxBytes: mostBytes, contentType });
}

/** Reads the saved index; `undefined` where it is missing, damaged, or of another version. */
export async function readSearchIndex(
  files: AudioFiles,
  key: string,
): Promise<readonly SearchLine[] | undefined> {
  const packed = await files.read(key);
  if (packed === undefined) return undefined;
  try {
    const unpacked = (packed as ReadableStream<Uint8Array<ArrayBuffer>>).pipeThrough(
      new DecompressionStream("gzip"),
    );
    const kept: unknown = await new Response(unpacked).json();
    if (!isKept(kept)) return undefined;
    return kept.rows.map(([id, title, text, tags, bytes, seconds, addedAtMs, original]) => ({
      ...{ id: AudioId(id), title, text, tags, bytes, seconds, addedAtMs },
      ...(original !== undefined && { original }),
    }));
  } catch {
    return undefined;
  }
}

function isKept(value: unknown): value is { readonly rows: readonly Row[] } {
  if (typeof value !== "object" || value === null || !("shape" in value) || !("rows" in value)) return false;
  return value.shape === shape && Array.isArray(value.rows) && value.rows.every(Array.isArray);
}
