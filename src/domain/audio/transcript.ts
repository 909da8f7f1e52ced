import { folded } from "./search-audio.ts";

/** Something that is said in a recording, and where. */
export type TranscriptLine = { readonly startSeconds: number; readonly text: string };

/** What is said in a recording, in order of time. */
export type Transcript = {
  /** The engine that listened; {@link ownText} where the recording was made of this very text. */
  readonly by: string;
  /** BCP 47, where it is known. */
  readonly language?: string;
  readonly madeAtMs: number;
  readonly lines: readonly TranscriptLine[];
};

/** A transcript that nobody had to listen for. */
export const ownText = "text";

/** A word (or a sign between words) as an engine heard it. */
export type HeardWord = { readonly text: string; readonly startSeconds: number; readonly endSeconds: number };

const mostInLine = 220;
const pauseSeconds = 1.2;

/** Words as lines to read: one for each sentence, or less where it is long or somebody pauses. Spaces come by themselves. */
export function linesOfWords(words: readonly HeardWord[]): readonly TranscriptLine[] {
  const lines: { startSeconds: number; text: string; endSeconds: number }[] = [];
  let isEnded = true;
  for (const { text, startSeconds, endSeconds } of words) {
    const said = text.trim();
    if (said === "") continue;
    const last = lines.at(-1);
    const isSign = /^[\p{P}\p{S}]+$/u.test(said);
    const begins =
      last === undefined ||
      (!isSign &&
        (isEnded || startSeconds - last.endSeconds > pauseSeconds || last.text.length > mostInLine));
    if (begins) lines.push({ startSeconds, text: said, endSeconds });
    else {
      last.text += isSign ? said : ` ${said}`;
      last.endSeconds = Math.max(last.endSeconds, endSeconds);
    }
    isEnded = /[.!?…。！？]["”’»)]*$/u.test(said) || (isSign && isEnded);
  }
  return lines.map(({ startSeconds, text }) => ({ startSeconds, text }));
}

/** The different words of a transcript without accents and case, for searching: shorter ones say nothing. */
export function wordsOfLines(lines: readonly TranscriptLine[]): readonly string[] {
  const words = new Set<string>();
  for (const { text } of lines)
    for (const word of folded(text).split(/[^\p{L}\p{N}]+/u)) if (word.length > 1) words.add(word);
  return [...words];
}
