import { positionNow } from "../../domain/players/player-state.ts";
import { type BookPlace, placeAfter } from "../../domain/streams/book-place.ts";
import { heardUpTo, onlyPlayer } from "../../domain/streams/card-happenings.ts";
import type { Listening } from "../../domain/streams/listening.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { CardActivity } from "../cards/card-activity.ts";

/** The listener under which everybody's place in a book is kept. */
export const bookListener = "book";

/** Where the book was left, as far as players told what they played. */
export async function placeInBook(
  deps: { readonly audio: AudioLibrary },
  rule: Stream["rule"],
  book: Listening,
  { happenings, holders }: CardActivity,
  nowMs: number,
): Promise<BookPlace> {
  const answer = Object.values(book.answers)[0];
  const began = book.progress[bookListener];
  if (rule.kind !== "book" || answer === undefined || began === undefined) return { index: 0, seconds: 0 };
  const lengths = new Map(
    (await deps.audio.getMany([...new Set(rule.audio)])).map(({ value }) => [value.id, value.seconds]),
  );
  const sinceMs = answer.firstAskedAtMs - 5_000;
  const who = answer.playerId ?? onlyPlayer(happenings, sinceMs);
  const holder = holders.find(({ playerId }) => playerId === who);
  const playingAt = holder && positionNow(holder.playback, nowMs);
  const told = who === undefined ? 0 : heardUpTo(happenings, who, sinceMs, playingAt);
  // What was faded out was not heard, nor is a lullaby a part of the book.
  const heard = Math.min(told, answer.ending?.atSeconds ?? told);
  // The book may have been rearranged: the piece is found again wherever it stands now.
  const index =
    rule.audio[began.index] === began.last ? began.index : Math.max(0, rule.audio.indexOf(began.last));
  const place = { index, seconds: answer.fromSeconds ?? 0 };
  return placeAfter(rule.audio, place, heard, (id) => lengths.get(id) ?? 0);
}
