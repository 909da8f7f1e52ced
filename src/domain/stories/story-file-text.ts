/** So much of the beginning shows how letters are kept. */
const lookedAt = 2000;

/**
 * The text of a story's file, however its letters are kept: UTF-8, UTF-16 with or without its mark, or as old editors did it on Windows
 * and before (Latin-1 is a part of that).
 */
export function storyFileText(bytes: Uint8Array): string {
  const utf16 = utf16In(bytes);
  if (utf16 !== undefined) return new TextDecoder(utf16).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Twee and HTML are mostly plain letters: of the two bytes of each, UTF-16 leaves one empty. */
function utf16In(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const beginning = [...bytes.subarray(0, lookedAt)];
  const emptyAt = (odd: number) => beginning.filter((byte, at) => byte === 0 && at % 2 === odd).length;
  const [even, odd] = [emptyAt(0), emptyAt(1)];
  if (Math.max(even, odd) < beginning.length / 4) return undefined;
  return odd > even ? "utf-16le" : "utf-16be";
}
