import type { StreamId, YotoCardId } from "../../domain/ids.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import type { CardHappening } from "../../domain/streams/card-happenings.ts";
import type { Cards } from "../../stores/cards.ts";
import type { PlayerHistory } from "../../stores/player-history.ts";
import type { Players } from "../../stores/players.ts";

export type ActivityDeps = {
  readonly cards: Cards;
  readonly players: Players;
  readonly playerHistory: PlayerHistory;
};

/** What players do with the cards that play a stream. */
export type CardActivity = {
  readonly players: readonly PlayerState[];
  /** Those that say now that they play or pause such a card. */
  readonly holders: readonly PlayerState[];
  readonly happenings: readonly CardHappening[];
};

/** Asks cards, players and their histories: a few reads per player, so only where the answer matters. */
export async function cardActivity(
  deps: ActivityDeps,
  streamId: StreamId,
  sinceMs: number,
): Promise<CardActivity> {
  const cards = new Set<YotoCardId>();
  for await (const { value } of deps.cards.all()) {
    const plays = value.chapters.some(
      (each) => each.plays.from === "stream" && each.plays.streamId === streamId,
    );
    if (plays && value.published !== undefined) cards.add(value.published.yotoCardId);
  }
  const players = cards.size === 0 ? [] : await allPlayers(deps.players);
  const holders = players.filter(
    ({ playback: { cardId, status } }) => cardId !== undefined && cards.has(cardId) && status !== "stopped",
  );
  const told = await Promise.all(players.map(({ playerId }) => happeningsOf(deps, playerId, cards, sinceMs)));
  return { players, holders, happenings: told.flat().toSorted((one, other) => one.atMs - other.atMs) };
}

/** All players of all families, as last known. */
export async function allPlayers(players: Players): Promise<readonly PlayerState[]> {
  const found: PlayerState[] = [];
  let cursor: string | undefined;
  do {
    const page = await players.list({ limit: 500, ...(cursor !== undefined && { cursor }) });
    found.push(...page.records.map(({ value }) => value));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

async function happeningsOf(
  deps: ActivityDeps,
  playerId: PlayerState["playerId"],
  cards: ReadonlySet<YotoCardId>,
  sinceMs: number,
): Promise<CardHappening[]> {
  const found: CardHappening[] = [];
  let cursor: string | undefined;
  do {
    const page = await deps.playerHistory.page(playerId, {
      fromMs: sinceMs,
      limit: 1000,
      ...(cursor !== undefined && { cursor }),
    });
    for (const { atMs, kind, facts } of page.entries) {
      const { cardId, atSeconds } = facts;
      if (typeof cardId === "string" && [...cards].some((card) => card === cardId))
        found.push({ atMs, playerId, what: kind, ...(typeof atSeconds === "number" && { atSeconds }) });
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}
