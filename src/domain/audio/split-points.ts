import type { Silence } from "./find-silences.ts";

/** How a recording is to be cut. */
export type SplitWish =
  | { readonly by: "length"; readonly seconds: number }
  | { readonly by: "silence" }
  | { readonly by: "chapters" }
  | { readonly by: "points"; readonly atSeconds: readonly number[] };

/** Pieces are never shorter. */
export const shortestPieceSeconds = 2;

/**
 * Where to cut: in the middle of each silence, at the beginning of each chapter, where somebody said, or near each multiple
 * of a length: there in the longest silence within a tenth of it, where there is one. In order, each piece long enough to be one.
 */
export function splitPoints(
  seconds: number,
  wish: SplitWish,
  known: { readonly silences: readonly Silence[]; readonly chapterStarts: readonly number[] },
): readonly number[] {
  const wanted = {
    silence: () =>
      known.silences.filter((each) => each.fromSeconds > 0 && each.toSeconds < seconds).map(middle),
    chapters: () => known.chapterStarts,
    points: () => (wish.by === "points" ? wish.atSeconds : []),
    length: () => (wish.by === "length" ? everyLength(seconds, wish.seconds, known.silences) : []),
  }[wish.by]();
  const points: number[] = [];
  for (const point of [...wanted].sort((one, other) => one - other)) {
    if (point - (points.at(-1) ?? 0) < shortestPieceSeconds) continue;
    if (seconds - point < shortestPieceSeconds) break;
    points.push(point);
  }
  return points;
}

function everyLength(seconds: number, length: number, silences: readonly Silence[]): readonly number[] {
  if (!(length >= shortestPieceSeconds)) return [];
  const points: number[] = [];
  // Never longer than asked: the silence is looked for before the end of each piece.
  for (let from = 0; seconds - from > length; ) {
    const latest = from + length;
    const near = silences.filter((each) => middle(each) <= latest && middle(each) >= latest - length / 10);
    const longest = near.sort((one, other) => lengthOf(other) - lengthOf(one))[0];
    from = longest === undefined ? latest : middle(longest);
    points.push(from);
  }
  return points;
}

function middle({ fromSeconds, toSeconds }: Silence): number {
  return (fromSeconds + toSeconds) / 2;
}

function lengthOf({ fromSeconds, toSeconds }: Silence): number {
  return toSeconds - fromSeconds;
}
