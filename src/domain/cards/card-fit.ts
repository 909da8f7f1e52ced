import type { CardLimits } from "./card-limits.ts";

/** How long and how large something is that shall be a chapter. */
export type ChapterSize = {
  readonly key: string;
  readonly title: string;
  readonly seconds: number;
  readonly bytes: number;
};

/** What does not fit on a card at Yoto, and what to do: split a chapter into so many, or take chapters off. */
export type FitProblem = {
  readonly code:
    | "track-too-long"
    | "track-too-large"
    | "card-too-long"
    | "card-too-large"
    | "too-many-tracks"
    | "told-from-here";
  readonly message: string;
  readonly chapterKey?: string;
  /** So many parts of about the same length would fit. */
  readonly splitInto?: number;
};

/** Everything that keeps these chapters from being brought to Yoto, before anything is sent there. */
export function fitProblems(chapters: readonly ChapterSize[], limits: CardLimits): readonly FitProblem[] {
  const tracks = chapters.flatMap((chapter, index) => trackProblem(chapter, index, limits));
  const seconds = chapters.reduce((sum, each) => sum + each.seconds, 0);
  const bytes = chapters.reduce((sum, each) => sum + each.bytes, 0);
  const twoCards = "Take chapters off, or make two cards of it.";
  return [
    ...(chapters.length > limits.tracks
      ? [
          {
            code: "too-many-tracks" as const,
            message: `The card has ${chapters.length} chapters; Yoto takes ${limits.tracks}. ${twoCards}`,
          },
        ]
      : []),
    ...tracks,
    ...(seconds > limits.cardSeconds
      ? [
          {
            code: "card-too-long" as const,
            message: `The card plays ${timeWords(seconds)}; Yoto keeps ${timeWords(limits.cardSeconds)} on one. ${twoCards}`,
          },
        ]
      : []),
    ...(bytes > limits.cardBytes
      ? [
          {
            code: "card-too-large" as const,
            message: `The card has ${sizeWords(bytes)}; Yoto keeps ${sizeWords(limits.cardBytes)} on one. ${twoCards}`,
          },
        ]
      : []),
  ];
}

function trackProblem(chapter: ChapterSize, index: number, limits: CardLimits): FitProblem[] {
  const { key, title, seconds, bytes } = chapter;
  const parts = Math.max(Math.ceil(seconds / limits.trackSeconds), Math.ceil(bytes / limits.trackBytes));
  if (parts <= 1) return [];
  const long = seconds > limits.trackSeconds;
  const [has, may] = long
    ? [`is ${timeWords(seconds)} long`, timeWords(limits.trackSeconds)]
    : [`has ${sizeWords(bytes)}`, sizeWords(limits.trackBytes)];
  return [
    {
      code: long ? "track-too-long" : "track-too-large",
      chapterKey: key,
      splitInto: parts,
      message: `Chapter ${index + 1} “${title}” ${has}; Yoto takes ${may} a track. Split it in ${numberWord(parts)}.`,
    },
  ];
}

const numberWord = (count: number) => ["", "", "two", "three", "four", "five"][count] ?? String(count);
const sizeWords = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`;

/** `2 h 5 min`. */
function timeWords(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? `${hours} h` : "", rest > 0 ? `${rest} min` : ""].filter(Boolean).join(" ");
}
