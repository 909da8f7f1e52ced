import type { AudioItem } from "../../../src/http/schema/audio.ts";

/** Whether title, file name and tags together hold every one of the words; accents and case do not matter. */
export function hasWords(item: Pick<AudioItem, "title" | "originalName" | "tags">, words: string): boolean {
  const text = plain([item.title, item.originalName, ...item.tags].join(" "));
  return plain(words)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
