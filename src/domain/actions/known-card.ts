import type { CardFacts } from "../cards/card-facts.ts";
import { sameValue } from "../plain-values.ts";
import type { Playback } from "../players/player-state.ts";
import type { TrackPlace } from "./action.ts";

/** Where on its card a player went, judged by the card itself or, where nobody knows it, by its keys. */
export type Way =
  | { readonly is: "next"; readonly steps: number }
  /** `mayBeAround`: to what is, or may be, the first track, where a card that repeats goes after its last. */
  | { readonly is: "previous"; readonly steps: number; readonly mayBeAround: boolean }
  /** From the last track to the first. */
  | { readonly is: "around" }
  | { readonly is: "same" }
  | { readonly is: "unknown" };

/** The keys of what plays. */
export function placeIn({ chapter, track }: Playback): TrackPlace {
  return {
    ...(chapter !== undefined && { chapterKey: chapter.key }),
    ...(track !== undefined && { trackKey: track.key }),
  };
}

/** The keys out of something that has more. */
export function placeOf({ chapterKey, trackKey }: TrackPlace): TrackPlace {
  return { ...(chapterKey !== undefined && { chapterKey }), ...(trackKey !== undefined && { trackKey }) };
}

/** The way between two tracks of one card. */
export function wayBetween(card: CardFacts | undefined, from: TrackPlace, to: TrackPlace): Way {
  if (sameValue(from, to)) return { is: "same" };
  const tracks = card?.tracks ?? [];
  const [before, after] = [placeOn(tracks, from), placeOn(tracks, to)];
  if (before >= 0 && after >= 0) {
    if (tracks.length > 2 && before === tracks.length - 1 && after === 0) return { is: "around" };
    return after > before
      ? { is: "next", steps: after - before }
      : { is: "previous", steps: before - after, mayBeAround: after === 0 && before === tracks.length - 1 };
  }
  return byKeys(from, to);
}

function placeOn(tracks: readonly TrackPlace[], place: TrackPlace): number {
  return tracks.findIndex(
    ({ chapterKey, trackKey }) => chapterKey === place.chapterKey && trackKey === place.trackKey,
  );
}

/** Chapters and tracks are numbered by convention (`01`, `02` …); other keys have no order that one could know. */
function byKeys(from: TrackPlace, to: TrackPlace): Way {
  const chapters = difference(from.chapterKey, to.chapterKey);
  const tracks = difference(from.trackKey, to.trackKey);
  const by = chapters || tracks;
  if (chapters === undefined || tracks === undefined || by === undefined || by === 0)
    return { is: "unknown" };
  return by > 0 ? { is: "next", steps: by } : { is: "previous", steps: -by, mayBeAround: true };
}

function difference(from: string | undefined, to: string | undefined): number | undefined {
  if (from === to) return 0;
  const [before, after] = [Number(from), Number(to)];
  return Number.isInteger(before) && Number.isInteger(after) ? after - before : undefined;
}

/** What led here on an interactive card: a button, the end of the track, or several that mean the same. */
export function triggersTo(
  card: CardFacts | undefined,
  from: TrackPlace,
  to: TrackPlace,
): readonly ("left" | "right" | "end")[] {
  if (card === undefined || !card.interactive) return [];
  const on = card.tracks[placeOn(card.tracks, from)]?.on;
  if (on === undefined) return [];
  return (["left", "right", "end"] as const).filter((trigger) => {
    const target = on[trigger];
    return target !== undefined && target.chapterKey === to.chapterKey && target.trackKey === to.trackKey;
  });
}
