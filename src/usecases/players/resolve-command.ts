import type { CardId, YotoCardId } from "../../domain/ids.ts";
import type { Command } from "../../domain/players/command.ts";
import { type Cannot, whyCannot } from "../../domain/players/out-of-reach.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import { secondsToEndOf } from "../../domain/players/sleep-at-end.ts";
import { type Move, steer } from "../../domain/players/steer.ts";
import { percentOfSteps, volumeStepsMax } from "../../domain/players/volume.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Cards } from "../../stores/cards.ts";
import type { CardLookUp } from "../cards/look-up-card.ts";
import type { IconShelf } from "../pictures/icon-shelf.ts";

/** Where in a card to begin, and where to end. */
export type PlayFrom = {
  readonly chapterKey?: string | undefined;
  readonly trackKey?: string | undefined;
  readonly fromSeconds?: number | undefined;
  readonly untilSeconds?: number | undefined;
  readonly anyButtonStops?: boolean | undefined;
};

/** What somebody wants of a player: a command, or something from which its state makes one. */
export type CommandRequest =
  | { readonly is: "command"; readonly command: Command }
  | { readonly is: "move"; readonly move: Move }
  | ({ readonly is: "play-ours"; readonly cardId: CardId } & PlayFrom)
  /** Louder or quieter by so many steps of the knob. */
  | { readonly is: "turn-volume"; readonly steps: number }
  | { readonly is: "sleep-at-end"; readonly of: "track" | "chapter" }
  | { readonly is: "show-icon"; readonly mediaId: string; readonly seconds: number };

/** Why a wish cannot be fulfilled. */
export type CommandRefusal =
  | Cannot
  | "not-found"
  | "nothing-playing"
  | "no-track-there"
  | "interactive-card"
  | "unknown-length"
  | "volume-unknown"
  | "not-published"
  | "other-family"
  | "no-such-icon";

export type ResolvedCommand =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly why: CommandRefusal };

export type ResolveCommandDeps = {
  readonly cards: Cards;
  readonly cardLookUp: CardLookUp;
  readonly icons: IconShelf;
  readonly clock: Clock;
};

/** The command that fulfils a wish on this player, or why there is none. Asks Yoto only where it must; may throw `YotoTrouble`. */
export async function resolveCommand(
  deps: ResolveCommandDeps,
  player: PlayerState,
  wish: CommandRequest,
): Promise<ResolvedCommand> {
  const wanted = await commandFor(deps, player, wish);
  if (!wanted.ok) return wanted;
  const why = whyCannot(player, wanted.command);
  return why === undefined ? wanted : { ok: false, why };
}

async function commandFor(
  deps: ResolveCommandDeps,
  player: PlayerState,
  wish: CommandRequest,
): Promise<ResolvedCommand> {
  const { cardId } = player.playback;
  const card = async () => (cardId === undefined ? undefined : deps.cardLookUp.get(player.accountId, cardId));
  switch (wish.is) {
    case "command":
      return { ok: true, command: wish.command };
    case "move":
      // A move to a second needs no card; do not make a finger on the slider wait for Yoto.
      return steer(
        player,
        wish.move.go === "to-second" ? undefined : await card(),
        wish.move,
        deps.clock.nowMs(),
      );
    case "play-ours": {
      const ours = (await deps.cards.get(wish.cardId))?.value;
      if (ours === undefined) return { ok: false, why: "not-found" };
      if (ours.published === undefined) return { ok: false, why: "not-published" };
      if (ours.published.accountId !== player.accountId) return { ok: false, why: "other-family" };
      return { ok: true, command: playCard(ours.published.yotoCardId, wish) };
    }
    case "turn-volume": {
      if (player.volumeSteps === undefined) return { ok: false, why: "volume-unknown" };
      const cap = player.volumeMaxSteps ?? volumeStepsMax;
      const steps = Math.min(cap, Math.max(0, player.volumeSteps + wish.steps));
      return { ok: true, command: { do: "set-volume", percent: percentOfSteps(steps) } };
    }
    case "sleep-at-end": {
      const left = secondsToEndOf(wish.of, player, await card(), deps.clock.nowMs());
      return left.ok
        ? { ok: true, command: { do: "set-sleep-timer", seconds: left.seconds, endOf: wish.of } }
        : left;
    }
    case "show-icon": {
      const icon = await deps.icons.find(player.accountId, wish.mediaId);
      if (icon?.url === undefined) return { ok: false, why: "no-such-icon" };
      const { seconds } = wish;
      return {
        ok: true,
        command: { do: "show-icon", url: icon.url, seconds, animated: isAnimated(icon.url) },
      };
    }
  }
}

/** A GIF may move; the player is told so, and shows a still one all the same. */
const isAnimated = (url: string) => /\.gif(?:\?|$)/i.test(url);

/** The command that plays a card, from a place and to a second where they are told. */
export function playCard(yotoCardId: YotoCardId, from: PlayFrom): Command {
  const { chapterKey, trackKey, fromSeconds, untilSeconds, anyButtonStops } = from;
  return {
    do: "play-card",
    yotoCardId,
    ...(chapterKey === undefined ? {} : { chapterKey }),
    ...(trackKey === undefined ? {} : { trackKey }),
    ...(fromSeconds === undefined ? {} : { fromSeconds }),
    ...(untilSeconds === undefined ? {} : { untilSeconds }),
    ...(anyButtonStops === undefined ? {} : { anyButtonStops }),
  };
}
