import { actionSentence } from "../../domain/actions/action-sentence.ts";
import type { CardFacts } from "../../domain/cards/card-facts.ts";
import type { ListeningStatistics } from "../../domain/listening-days/statistics.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { HistoryEntry as Kept } from "../../domain/players/player-history.ts";
import type { HistoryEntry, Statistics } from "../schema/history.ts";

const cardsShown = 50;

/** A sentence about an entry, with the card's own words where we know it. */
export function sentenceOf(entry: Kept, card: CardFacts | undefined): string {
  return actionSentence(entry, {
    title: card?.title,
    trackTitle: ({ chapterKey, trackKey }) => {
      const track = card?.tracks.find(
        (each) => each.chapterKey === chapterKey && (trackKey === undefined || each.trackKey === trackKey),
      );
      return track?.trackTitle || track?.chapterTitle || undefined;
    },
  });
}

/** An entry as the API tells it. */
export function historyView(entry: Kept, card: CardFacts | undefined): HistoryEntry {
  const { cause, confidence, ...facts } = entry.facts;
  const { cardId } = facts;
  return {
    id: `${entry.atMs}-${entry.key}`,
    atMs: entry.atMs,
    playerId: entry.playerId,
    kind: entry.kind,
    cause: causeIn(cause),
    confidence: confidence === "high" || confidence === "medium" ? confidence : "low",
    sentence: sentenceOf(entry, card),
    ...(typeof cardId === "string" && { card: cardView(cardId, card) }),
    facts,
  };
}

const causes = ["child", "us", "app", "shortcut", "alarm", "timer", "player"] as const;

function causeIn(cause: unknown): HistoryEntry["cause"] {
  return causes.find((each) => each === cause) ?? "unknown";
}

function cardView(yotoCardId: string, card: CardFacts | undefined) {
  const { title, coverUrl, cardId } = card ?? {};
  return { yotoCardId, ...omitUndefined({ title: title || undefined, coverUrl, cardId }) };
}

/** Statistics as the API tells them, with the names of players and cards. */
export function statisticsView(
  { cards, players, ...rest }: ListeningStatistics,
  names: {
    readonly player: (playerId: string) => string | undefined;
    readonly card: (cardId: string) => CardFacts | undefined;
  },
): Statistics {
  const { longest, ...sums } = rest;
  return {
    ...sums,
    ...(longest !== undefined && { longest }),
    days: rest.days.map((each) => ({ ...each, players: { ...each.players } })),
    weeks: [...rest.weeks],
    hours: [...rest.hours],
    players: players.map((each) => ({
      ...each,
      did: { ...each.did },
      ...omitUndefined({ name: names.player(each.playerId) }),
    })),
    cards: cards.slice(0, cardsShown).map(({ cardId, left, ...card }) => {
      const facts = names.card(cardId);
      return {
        ...card,
        ...cardView(cardId, facts),
        left: left.map((each) => {
          const chapter = facts?.tracks.find(({ chapterKey }) => chapterKey === each.chapterKey);
          return {
            ...each,
            ...omitUndefined({ title: chapter?.chapterTitle || chapter?.trackTitle || undefined }),
          };
        }),
      };
    }),
  };
}
