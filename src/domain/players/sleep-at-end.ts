import type { CardFacts } from "../cards/card-facts.ts";
import { type PlayerState, positionNow } from "./player-state.ts";

/** The seconds a sleep timer must run to end with the track or the chapter, or why nobody can tell. */
export type SecondsLeft =
  | { readonly ok: true; readonly seconds: number }
  | { readonly ok: false; readonly why: "nothing-playing" | "unknown-length" };

/**
 * How long the track, or the chapter it is in, still plays. Rounded down: a player tells whole seconds, and the first second
 * of the next track is a worse end than a last second that is missing.
 */
export function secondsToEndOf(
  end: "track" | "chapter",
  { playback }: PlayerState,
  card: CardFacts | undefined,
  nowMs: number,
): SecondsLeft {
  const { track, chapter, status } = playback;
  const at = positionNow(playback, nowMs);
  if (track === undefined || at === undefined || status === "stopped")
    return { ok: false, why: "nothing-playing" };
  const tracks = card?.tracks ?? [];
  const here = tracks.findIndex(
    (each) => each.trackKey === track.key && (chapter === undefined || each.chapterKey === chapter.key),
  );
  const length = track.seconds || tracks[here]?.seconds;
  if (!length) return { ok: false, why: "unknown-length" };
  const rest = Math.max(1, Math.floor(length - at));
  if (end === "track") return { ok: true, seconds: rest };
  const current = tracks[here];
  if (current === undefined) return { ok: false, why: "unknown-length" };
  const later = tracks.slice(here + 1).filter(({ chapterKey }) => chapterKey === current.chapterKey);
  let seconds = rest;
  for (const each of later) {
    if (each.seconds === undefined) return { ok: false, why: "unknown-length" };
    seconds += each.seconds;
  }
  return { ok: true, seconds: Math.floor(seconds) };
}
