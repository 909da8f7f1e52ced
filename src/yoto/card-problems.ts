import { type Card, type CardChapter, type ChapterAudio, playsNow } from "../domain/cards/card.ts";
import type { CardLimits, CardProblem } from "../domain/cards/card-limits.ts";
import { wireKey } from "./wire-key.ts";

type Chapter = CardChapter;

/** Everything that would make Yoto refuse this card, or a player stumble over it, in the order of the card. */
export function cardProblems(
  card: Card,
  urlOf: (chapterKey: string) => string,
  limits: CardLimits,
): readonly CardProblem[] {
  const keys = card.chapters.map(({ key }) => wireKey(key));
  return [
    ...titleProblems(card.title, limits),
    ...countProblems(card.chapters.length, limits),
    ...card.chapters.flatMap((chapter, index) => [
      ...keyProblems(chapter, index, keys),
      ...choiceProblems(chapter, new Set(keys)),
      ...audioProblems(chapter, playsNow(card, chapter), urlOf, limits),
    ]),
    ...totalProblems(
      card.chapters.map((chapter) => playsNow(card, chapter)),
      limits,
    ),
  ];
}

function titleProblems(title: string, { titleCharacters }: CardLimits): CardProblem[] {
  const { length } = title.trim();
  if (length === 0) return [{ code: "title-missing", message: "Give the card a title." }];
  if (length <= titleCharacters) return [];
  return [
    {
      code: "title-too-long",
      message: `Shorten the title to ${titleCharacters} characters; it has ${length}.`,
    },
  ];
}

function countProblems(count: number, { tracks }: CardLimits): CardProblem[] {
  if (count === 0) return [{ code: "no-chapters", message: "Put at least one chapter on the card." }];
  if (count <= tracks) return [];
  return [{ code: "too-many-tracks", message: `A card holds ${tracks} tracks; this one has ${count}.` }];
}

function keyProblems({ key, title }: Chapter, index: number, keys: readonly string[]): CardProblem[] {
  const where = { chapterKey: key };
  const problems: CardProblem[] = [];
  if (key.trim() === "")
    problems.push({ ...where, code: "key-missing", message: `Chapter ${index + 1} has no key.` });
  else if (keys.indexOf(wireKey(key)) !== index)
    problems.push({ ...where, code: "key-twice", message: `Two chapters have the key "${key}".` });
  if (title.trim() === "")
    problems.push({ ...where, code: "title-missing", message: `Give chapter ${index + 1} a title.` });
  return problems;
}

function choiceProblems({ key, choices = {} }: Chapter, keys: ReadonlySet<string>): CardProblem[] {
  return Object.values(choices).flatMap((step) =>
    step?.go === "to" && !keys.has(wireKey(step.chapterKey))
      ? [
          {
            code: "goto-nowhere" as const,
            chapterKey: key,
            message: `"${key}" leads to "${step.chapterKey}", which is not on the card.`,
          },
        ]
      : [],
  );
}

function audioProblems(
  { key, title }: Chapter,
  plays: ChapterAudio,
  urlOf: (chapterKey: string) => string,
  limits: CardLimits,
): CardProblem[] {
  const where = { chapterKey: key };
  if (plays.from === "stream") {
    const url = URL.parse(urlOf(key));
    const ok = url !== null && (url.protocol === "https:" || url.protocol === "http:");
    return ok
      ? []
      : [{ ...where, code: "no-address", message: `"${title}" has no web address a player could fetch.` }];
  }
  const problems: CardProblem[] = [];
  if (!/^[\w-]{43}$/.test(plays.mediaId))
    problems.push({ ...where, code: "bad-media", message: `"${title}" has not been uploaded to Yoto yet.` });
  if (plays.seconds > limits.trackSeconds)
    problems.push({
      ...where,
      code: "track-too-long",
      message: `"${title}" is ${minutes(plays.seconds)} long; a track may have ${minutes(limits.trackSeconds)}. Split it.`,
    });
  if (plays.bytes > limits.trackBytes)
    problems.push({
      ...where,
      code: "track-too-large",
      message: `"${title}" has ${megabytes(plays.bytes)}; a track may have ${megabytes(limits.trackBytes)}.`,
    });
  return problems;
}

function totalProblems(played: readonly ChapterAudio[], limits: CardLimits): CardProblem[] {
  const kept = played.flatMap((plays) => (plays.from === "yoto" ? [plays] : []));
  const seconds = kept.reduce((sum, each) => sum + each.seconds, 0);
  const bytes = kept.reduce((sum, each) => sum + each.bytes, 0);
  const problems: CardProblem[] = [];
  if (seconds > limits.cardSeconds)
    problems.push({
      code: "card-too-long",
      message: `The card plays ${minutes(seconds)}; ${minutes(limits.cardSeconds)} fit on one.`,
    });
  if (bytes > limits.cardBytes)
    problems.push({
      code: "card-too-large",
      message: `The card has ${megabytes(bytes)}; ${megabytes(limits.cardBytes)} fit on one.`,
    });
  return problems;
}

const minutes = (seconds: number) => `${Math.round(seconds / 60)} min`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`;
