import type { Command } from "../domain/command.ts";
import type { CardId, PlayerId, YotoCardId } from "../domain/ids.ts";
import { type Move, steer } from "../domain/steer.ts";
import type { Cards } from "../stores/cards.ts";
import type { OrderRecord } from "../stores/orders.ts";
import type { Players } from "../stores/players.ts";
import { giveOrder, type OrderDeps } from "./give-order.ts";
import type { CardLookUp } from "./look-up-card.ts";

type Deps = OrderDeps & {
  readonly players: Players;
  readonly cards: Cards;
  readonly cardLookUp: CardLookUp;
};

/** What somebody wants of a player: a command, a move within what plays, or a card of ours. */
export type Wish =
  | { readonly is: "command"; readonly command: Command }
  | { readonly is: "move"; readonly move: Move }
  | {
      readonly is: "play-ours";
      readonly cardId: CardId;
      readonly chapterKey?: string;
      readonly trackKey?: string;
      readonly fromSeconds?: number;
    };

export type Controlled =
  | { readonly ok: true; readonly record: OrderRecord }
  | {
      readonly ok: false;
      readonly why: "not-found" | "nothing-playing" | "no-track-there" | "not-published";
    };

/** Gives a player the order that fulfils the wish. What becomes of it stands in the order. */
export async function controlPlayer(
  deps: Deps,
  asked: { readonly playerId: PlayerId; readonly wish: Wish; readonly by: string },
): Promise<Controlled> {
  const player = (await deps.players.find(asked.playerId))?.value;
  if (player === undefined) return { ok: false, why: "not-found" };
  const { wish } = asked;
  const order = async (command: Command): Promise<Controlled> => ({
    ok: true,
    record: await giveOrder(deps, { playerId: asked.playerId, command, orderedBy: asked.by }),
  });
  switch (wish.is) {
    case "command":
      return order(wish.command);
    case "move": {
      const { cardId } = player.playback;
      // A move to a second needs no card; do not make a finger on the slider wait for Yoto.
      const needsCard = cardId !== undefined && wish.move.go !== "to-second";
      const card = needsCard ? await deps.cardLookUp.get(player.accountId, cardId) : undefined;
      const steered = steer(player, card, wish.move, deps.clock.nowMs());
      return steered.ok ? order(steered.command) : steered;
    }
    case "play-ours": {
      const card = (await deps.cards.get(wish.cardId))?.value;
      if (card === undefined) return { ok: false, why: "not-found" };
      if (card.published === undefined) return { ok: false, why: "not-published" };
      return order(playCard(card.published.yotoCardId, wish));
    }
  }
}

/** The command that plays a card, from a place where one is told. */
export function playCard(
  yotoCardId: YotoCardId,
  from: {
    readonly chapterKey?: string | undefined;
    readonly trackKey?: string | undefined;
    readonly fromSeconds?: number | undefined;
  },
): Command {
  const { chapterKey, trackKey, fromSeconds } = from;
  return {
    do: "play-card",
    yotoCardId,
    ...(chapterKey === undefined ? {} : { chapterKey }),
    ...(trackKey === undefined ? {} : { trackKey }),
    ...(fromSeconds === undefined ? {} : { fromSeconds }),
  };
}
