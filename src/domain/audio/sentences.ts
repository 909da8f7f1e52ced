/** Something to say in one go, and how long to be quiet after it. */
export type Saying = { readonly text: string; readonly pauseSeconds: number };

/** Seconds of quiet after each. */
export const pauses = { phrase: 0.05, sentence: 0.2, paragraph: 0.6, named: 1 } as const;

/**
 * Cuts a text into what an engine can say in one go (whole sentences while they fit into `maxCharacters`), with the pauses a
 * reader makes after each; the ones between sentences in one go are the engine's. Longer sentences break at commas, then at
 * spaces. `[pause]` and `[pause 3]` are longer ones, of a second or as many as are named. Markup and control characters are
 * dropped; a text without a letter or digit gives nothing.
 */
export function sayings(text: string, maxCharacters: number): readonly Saying[] {
  const said: Saying[] = [];
  for (const paragraph of plain(text).split(/\n\s*\n+/)) {
    const [first = "", ...rest] = paragraph.split(pauseMark);
    saySentences(first, pauses.paragraph);
    for (let at = 0; at < rest.length; at += 2) {
      addPause(Math.min(longestPause, Number(rest[at] ?? pauses.named)));
      saySentences(rest[at + 1] ?? "", pauses.paragraph);
    }
  }
  return said;

  function saySentences(stretch: string, pauseSeconds: number): void {
    const pieces = grouped(sentencesOf(stretch), maxCharacters);
    const last = pieces.pop();
    if (last !== undefined) said.push(...pieces, { ...last, pauseSeconds });
  }

  function addPause(seconds: number): void {
    const last = said.pop();
    if (last !== undefined) said.push({ ...last, pauseSeconds: Math.max(last.pauseSeconds, seconds) });
  }
}

const pauseMark = /\[pause(?:\s+(\d{1,3}(?:\.\d+)?)\s*s?)?\]/i;
const longestPause = 60;

/** The sentences of a paragraph that can be said, each on one line. */
export function sentencesOf(paragraph: string): readonly string[] {
  return [...new Intl.Segmenter("en", { granularity: "sentence" }).segment(paragraph)]
    .map(({ segment }) => segment.replace(/\s+/g, " ").trim())
    .filter(isSpeakable);
}

function grouped(sentences: readonly string[], most: number): Saying[] {
  const groups: Saying[] = [];
  for (const sentence of sentences) {
    const before = groups.at(-1);
    if (before !== undefined && before.text.length + 1 + sentence.length <= most) {
      groups[groups.length - 1] = { ...before, text: `${before.text} ${sentence}` };
      continue;
    }
    const parts = fitting(sentence, most).filter(isSpeakable);
    for (const [number, text] of parts.entries())
      groups.push({ text, pauseSeconds: number === parts.length - 1 ? pauses.sentence : pauses.phrase });
  }
  return groups;
}

function plain(text: string): string {
  return text
    .normalize("NFC")
    .replace(/<[^<>]{1,200}>/g, " ")
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{C}\n\t]/gu, " ");
}

function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** Parts of at most `most` characters, broken where it hurts least. */
function fitting(sentence: string, most: number): readonly string[] {
  const parts: string[] = [];
  let rest = sentence;
  while (rest.length > most) {
    const window = rest.slice(0, most);
    const comma = Math.max(window.lastIndexOf(", "), window.lastIndexOf("; "), window.lastIndexOf(": "));
    const space = window.lastIndexOf(" ");
    const cut = comma > most / 3 ? comma + 1 : space > 0 ? space : wholeCharacters(rest, most);
    parts.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  return rest === "" ? parts : [...parts, rest];
}

/** `most`, or one less where that would cut a surrogate pair in two. */
function wholeCharacters(text: string, most: number): number {
  const code = text.charCodeAt(most - 1);
  return most > 1 && code >= 0xd800 && code <= 0xdbff ? most - 1 : most;
}
