import { type FileHandle, open } from "node:fs/promises";

const metadataField = 14;
/** A pair longer than this says nothing of use (vocabularies). */
const mostBytes = 65_536;

/**
 * What an ONNX model says of itself (`metadata_props`), without reading its weights: they are one field, which is skipped. Empty
 * where the file is of another kind.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export async function onnxMetadata(path: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  await using file = await open(path);
  const { size } = await file.stat();
  for (let at = 0; at < size; ) {
    const head = await bytesAt(file, at, 20);
    const tag = varint(head, 0);
    if (tag === undefined) break;
    const [field, kind] = [Math.floor(tag.value / 8), tag.value % 8];
    const next = varint(head, tag.end);
    if (next === undefined || (kind !== 0 && kind !== 2)) break;
    const begin = at + next.end;
    at = kind === 0 ? begin : begin + next.value;
    if (field !== metadataField || kind !== 2 || next.value > mostBytes) continue;
    const [key, value] = twoStrings(await bytesAt(file, begin, next.value));
    if (key !== undefined) found.set(key, value ?? "");
  }
  return found;
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}

/** The fields 1 and 2 of a message that has only those. */
function twoStrings(message: Buffer): readonly (string | undefined)[] {
  const found: (string | undefined)[] = [undefined, undefined];
  for (let at = 0; at < message.length; ) {
    const tag = varint(message, at);
    const length = tag && varint(message, tag.end);
    if (tag === undefined || length === undefined || tag.value % 8 !== 2) break;
    at = length.end + length.value;
    found[Math.floor(tag.value / 8) - 1] = message.toString("utf8", length.end, at);
  }
  return found;
}

function varint(bytes: Buffer, from: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let at = from; at < Math.min(bytes.length, from + 8); at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 127) * 2 ** (7 * (at - from));
    if (byte < 128) return { value, end: at + 1 };
  }
  return undefined;
}
