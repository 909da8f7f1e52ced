import { conceptsOf } from "./word-concepts.ts";

/** An icon, as far as words go. */
export type NamedIcon = { readonly id: string; readonly title?: string; readonly tags: readonly string[] };

/** What fits a title: the best first, with the word that made it fit. */
export type IconMatch = { readonly id: string; readonly score: number; readonly because: string };

type Entry = { readonly at: number; readonly weight: number };

const inTitle = 3;
const inTags = 2;
/** A word inside a longer one: "Mond" in "Mondlicht". */
const asPart = 0.5;
const usedBefore = 0.55;
const shownMost = 6;

/**
 * Finds icons by the words of titles, in English and in words of childhood from five other languages. Rare words count more than
 * common ones, and titles of one card get different icons where there are some.
 */
export function matchIcons(
  icons: readonly NamedIcon[],
  titles: readonly string[],
): readonly (readonly IconMatch[])[] {
  const index = indexOf(icons);
  const used = new Set<string>();
  return titles.map((title) => {
    const scores = new Map<number, { score: number; because: string; best: number }>();
    for (const word of wordsOf(title))
      for (const { at, weight } of found(index, word)) {
        const before = scores.get(at) ?? { score: 0, because: word, best: 0 };
        const isBest = weight > before.best;
        scores.set(at, {
          score: before.score + weight,
          because: isBest ? word : before.because,
          best: Math.max(before.best, weight),
        });
      }
    const matches = [...scores].flatMap(([at, { score, because }]) => {
      const id = icons[at]?.id;
      return id === undefined ? [] : [{ id, because, score: used.has(id) ? score * usedBefore : score }];
    });
    matches.sort((left, right) => right.score - left.score);
    if (matches[0] !== undefined) used.add(matches[0].id);
    return matches.slice(0, shownMost);
  });
}

function indexOf(icons: readonly NamedIcon[]): ReadonlyMap<string, readonly Entry[]> {
  const index = new Map<string, Map<number, number>>();
  for (const [at, { title = "", tags }] of icons.entries())
    for (const [text, weight] of [[title, inTitle], ...tags.map((tag) => [tag, inTags] as const)] as const)
      for (const word of wordsOf(text)) {
        const places = index.get(word) ?? new Map<number, number>();
        places.set(at, Math.max(weight, places.get(at) ?? 0));
        index.set(word, places);
      }
  return new Map(
    [...index].map(([word, places]) => [
      word,
      [...places].map(([at, weight]) => ({ at, weight: weight / Math.log2(2 + places.size) })),
    ]),
  );
}

function found(index: ReadonlyMap<string, readonly Entry[]>, word: string): readonly Entry[] {
  const wanted = [word, ...conceptsOf(word)];
  const exact = wanted.flatMap((each) => index.get(each) ?? []);
  if (exact.length > 0 || word.length < 6) return exact;
  // A long word may be two: what it begins or ends with is looked for too.
  const parts = Array.from({ length: word.length - 3 }, (_, place) => place + 1).flatMap((cut) => [
    word.slice(0, word.length - cut),
    word.slice(cut),
  ]);
  for (const part of parts.filter(({ length }) => length > 3)) {
    const entries = [part, ...conceptsOf(part)].flatMap((each) => index.get(each) ?? []);
    if (entries.length > 0) return entries.map(({ at, weight }) => ({ at, weight: weight * asPart }));
  }
  return [];
}

const empty = new Set(
  "the a an and of in on at to for with my your his her is are der die das und ein eine im am vom zum mit le la les et un une des du el los las y de il lo gli e di het een en van chapter kapitel part teil track titel".split(
    " ",
  ),
);

/** The words of a text that mean something: lower case, without accents, in the singular as far as an English plural tells. */
function wordsOf(text: string): readonly string[] {
  const words = text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1 && !empty.has(word));
  return [...new Set(words.map((word) => (word.length > 3 ? word.replace(/(?<=[^s])s$/, "") : word)))];
}
