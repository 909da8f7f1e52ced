import type { CardFacts } from "../cards/card-facts.ts";
import type { YotoCardId } from "../ids.ts";
import type { Command } from "./command.ts";
import { type PlayerState, positionNow } from "./player-state.ts";

/** A move within what plays. */
export type Move =
  | { readonly go: "next" }
  | { readonly go: "previous" }
  | { readonly go: "to-second"; readonly seconds: number };

/** The command that makes the move, or why there is none. */
export type Steered =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly why: "nothing-playing" | "no-track-there" | "interactive-card" };

/** Back within the first seconds of a track means the one before; later it means the beginning of this one. */
const startOverAfterSeconds = 5;

/**
 * Turns a move into the start of the same card at another place, because players have no command for skipping or seeking.
 * Where the buttons choose the way through a story, there is no next and no previous track to go to.
 * @see https://yoto.dev/players-mqtt/mqtt-docs/#deviceidcommandcardstart
 */
export function steer(state: PlayerState, card: CardFacts | undefined, move: Move, nowMs: number): Steered {
  const { cardId, chapter, track } = state.playback;
  if (cardId === undefined) return { ok: false, why: "nothing-playing" };
  if (card?.interactive && move.go !== "to-second") return { ok: false, why: "interactive-card" };
  const tracks = card?.tracks ?? [];
  const at = tracks.findIndex(
    (each) => each.trackKey === track?.key && (chapter === undefined || each.chapterKey === chapter.key),
  );
  const here = { chapterKey: chapter?.key, trackKey: track?.key };
  switch (move.go) {
    case "to-second":
      if (here.trackKey === undefined) return { ok: false, why: "nothing-playing" };
      return play(cardId, here, within(move.seconds, track?.seconds));
    case "next":
      return at < 0 ? { ok: false, why: "no-track-there" } : play(cardId, tracks[at + 1], 0);
    case "previous": {
      const seconds = positionNow(state.playback, nowMs) ?? 0;
      if (at <= 0 || seconds > startOverAfterSeconds)
        return here.trackKey === undefined ? { ok: false, why: "no-track-there" } : play(cardId, here, 0);
      return play(cardId, tracks[at - 1], 0);
    }
  }
}

function within(seconds: number, trackSeconds: number | undefined): number {
  const whole = Math.max(0, Math.floor(seconds));
  return trackSeconds ? Math.min(whole, Math.max(0, Math.floor(trackSeconds) - 1)) : whole;
}

function play(
  yotoCardId: YotoCardId,
  place: { readonly chapterKey?: string | undefined; readonly trackKey?: string | undefined } | undefined,
  fromSeconds: number,
): Steered {
  if (place === undefined) return { ok: false, why: "no-track-there" };
  const { chapterKey, trackKey } = place;
  return {
    ok: true,
    command: {
      do: "play-card",
      yotoCardId,
      ...(chapterKey === undefined ? {} : { chapterKey }),
      ...(trackKey === undefined ? {} : { trackKey }),
      fromSeconds,
    },
  };
}
