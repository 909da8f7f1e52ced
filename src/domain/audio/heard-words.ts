import type { HeardWord } from "./transcript.ts";

/** What an engine makes of a stretch of sound. */
export type HeardText = {
  readonly text: string;
  /** The pieces it put the text together of, and when each begins; engines that do not know give none. */
  readonly tokens: readonly string[];
  readonly secondsOfTokens: readonly number[];
};

/**
 * The words of a text that was heard from `fromSeconds` to `toSeconds`. A word's time is that of the token at its place in the
 * text; without such times the text is spread evenly.
 */
export function wordsHeard(
  { text, tokens, secondsOfTokens }: HeardText,
  fromSeconds: number,
  toSeconds: number,
): readonly HeardWord[] {
  const said = text.trim();
  const starts = tokenStarts(tokens, said.length);
  const isTimed = tokens.length > 0 && tokens.length === secondsOfTokens.length;
  const secondsAt = (place: number): number => {
    if (!isTimed) return fromSeconds + ((toSeconds - fromSeconds) * place) / Math.max(1, said.length);
    const token = starts.findLastIndex((start) => start <= place);
    return Math.min(toSeconds, fromSeconds + (secondsOfTokens[Math.max(0, token)] ?? 0));
  };
  // Signs that end a sentence end a word, too, where a language writes without spaces.
  return [...said.matchAll(/[^\s。！？]+[。！？]*|[。！？]+/gu)].map(({ 0: word, index }) => ({
    text: word,
    startSeconds: secondsAt(index),
    endSeconds: secondsAt(index + word.length - 1),
  }));
}

/** Where in a text of so many characters each token begins; they are as long together as the text, but for marks of their own. */
function tokenStarts(tokens: readonly string[], characters: number): readonly number[] {
  const lengths = tokens.map((token, at) => (at === 0 ? token.trimStart() : token).length);
  const all = lengths.reduce((sum, length) => sum + length, 0);
  const scale = all === 0 ? 0 : characters / all;
  let at = 0;
  return lengths.map((length, token) => {
    // The space before a word belongs to the word's token: the word itself begins behind it.
    const start = Math.floor(at * scale + (token > 0 && /^\s/.test(tokens[token] ?? "") ? 0.5 : 0));
    at += length;
    return start;
  });
}
