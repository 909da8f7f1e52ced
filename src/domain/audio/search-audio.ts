import type { AudioId } from "../ids.ts";
import type { Audio, OriginalFile } from "./audio.ts";

/** What of a piece is searched in, prepared: without accents and case. */
export type SearchLine = {
  readonly id: AudioId;
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly bytes: number;
  readonly seconds: number;
  readonly addedAtMs: number;
  readonly original?: OriginalFile;
};

/** A piece as a line of the search index: its title, file name, artist, album, tags and chapters. */
export function searchLine(audio: Audio): SearchLine {
  const { title, originalName, artist = "", album = "", tags, chapters = [] } = audio;
  const all = [title, originalName, artist, album, ...tags, ...chapters.map((chapter) => chapter.title)];
  const { id, bytes, seconds, addedAtMs, original } = audio;
  const searched = { title: folded(title), text: folded(all.join("\n")), tags };
  return { id, ...searched, bytes, seconds, addedAtMs, ...(original !== undefined && { original }) };
}

/** With the words that are said in it, which are without accents and case already. */
export function withWords(line: SearchLine, said: string | undefined): SearchLine {
  return said === undefined || said === "" ? line : { ...line, text: `${line.text}\n${said}` };
}

/** The pieces that have every word of the question somewhere; those with all of them in the title first, else in the given order. */
export function searchAudio(lines: readonly SearchLine[], question: string): readonly AudioId[] {
  const words = folded(question).split(/\s+/).filter(Boolean);
  const inTitle: AudioId[] = [];
  const elsewhere: AudioId[] = [];
  for (const { id, title, text } of lines)
    if (words.every((word) => title.includes(word))) inTitle.push(id);
    else if (words.every((word) => text.includes(word))) elsewhere.push(id);
  return [...inTitle, ...elsewhere];
}

/** Without accents and case. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
