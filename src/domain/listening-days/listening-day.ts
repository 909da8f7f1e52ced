import type { PlayerId } from "../ids.ts";
import type { HistoryEntry } from "../players/player-history.ts";
import { type LocalDate, localTime, type ZoneName } from "../time/local-time.ts";

/** What became of one card on one day. */
export type CardOfDay = {
  readonly listenedMs: number;
  /** How often it was begun, and how often it came to its end. */
  readonly starts: number;
  readonly ends: number;
  /** How often it was left in which chapter, by key. */
  readonly left: Readonly<Record<string, number>>;
};

type Stretch = { readonly fromMs: number; readonly untilMs: number };

/** One day of one player on the calendar of its own time zone, added up: all that statistics need. */
export type ListeningDay = {
  readonly playerId: PlayerId;
  readonly date: LocalDate;
  readonly zone: ZoneName;
  readonly listenedMs: number;
  /** Milliseconds by hour of the day, `0`–`23`; on the day the clock goes back one hour may have two. */
  readonly hours: Readonly<Record<string, number>>;
  readonly cards: Readonly<Record<string, CardOfDay>>;
  /** What the child did, by kind. */
  readonly did: Readonly<Record<string, number>>;
  /** The longest listening without a pause of a minute, and the latest. */
  readonly longest?: Stretch;
  readonly latest?: Stretch;
  /** Up to when listening is in it. */
  readonly countedUntilMs: number;
  /** The key of the last entry that is in it: an entry that comes again is not counted again. */
  readonly countedKey: string;
};

/** A pause shorter than this does not end a stretch of listening. */
const stretchPauseMs = 60_000;
/** A day holds at most so many cards; a family has fewer. */
const mostCards = 300;

/** A day on which nothing has happened. */
export function emptyDay(playerId: PlayerId, date: LocalDate, zone: ZoneName): ListeningDay {
  return {
    playerId,
    date,
    zone,
    listenedMs: 0,
    hours: {},
    cards: {},
    did: {},
    countedUntilMs: 0,
    countedKey: "",
  };
}

/** The days that an entry belongs to; none for entries that are not added up. */
export function datesOf(entry: HistoryEntry, zone: ZoneName): readonly LocalDate[] {
  if (entry.kind === "listened") return [...new Set(piecesOf(entry, zone).map(({ date }) => date))];
  return isCounted(entry) ? [localTime(entry.atMs, zone).date] : [];
}

/** The day with one more entry. The same object when the entry is in it already: entries come in the order of their keys. */
export function countInDay(day: ListeningDay, entry: HistoryEntry, zone: ZoneName): ListeningDay {
  if (entry.key <= day.countedKey) return day;
  const counted = { ...day, countedKey: entry.key };
  if (entry.kind !== "listened") return countAction(counted, entry);
  return piecesOf(entry, zone)
    .filter(({ date }) => date === day.date)
    .reduce((sum, piece) => countPiece(sum, piece, textIn(entry, "cardId")), counted);
}

function isCounted({ kind, facts }: HistoryEntry): boolean {
  return (
    facts["cause"] === "child" ||
    kind === "card-started" ||
    kind === "card-ended" ||
    kind === "playback-stopped" ||
    kind === "powered-off"
  );
}

function countAction(day: ListeningDay, entry: HistoryEntry): ListeningDay {
  const { kind, facts } = entry;
  const did = facts["cause"] === "child" ? { ...day.did, [kind]: (day.did[kind] ?? 0) + 1 } : day.did;
  const cardId = textIn(entry, "cardId");
  if (cardId === undefined) return { ...day, did };
  const starts = kind === "card-inserted" || kind === "card-started" ? 1 : 0;
  const ends = kind === "card-ended" ? 1 : 0;
  const chapterKey =
    kind === "card-removed" || kind === "playback-stopped" ? textIn(entry, "chapterKey") : undefined;
  if (starts + ends === 0 && chapterKey === undefined) return { ...day, did };
  return withCard({ ...day, did }, cardId, (card) => ({
    ...card,
    starts: card.starts + starts,
    ends: card.ends + ends,
    left: chapterKey === undefined ? card.left : added(card.left, chapterKey, 1),
  }));
}

type Piece = Stretch & { readonly date: LocalDate; readonly hour: number };

function countPiece(day: ListeningDay, piece: Piece, cardId: string | undefined): ListeningDay {
  // What another listener has counted already is not listened to again.
  const fromMs = Math.max(piece.fromMs, day.countedUntilMs);
  const ms = piece.untilMs - fromMs;
  if (ms <= 0) return day;
  const joins = day.latest !== undefined && fromMs - day.latest.untilMs < stretchPauseMs;
  const latest = { fromMs: joins ? (day.latest?.fromMs ?? fromMs) : fromMs, untilMs: piece.untilMs };
  const longest = lengthOf(latest) >= lengthOf(day.longest) ? latest : day.longest;
  const counted: ListeningDay = {
    ...day,
    listenedMs: day.listenedMs + ms,
    hours: added(day.hours, String(piece.hour), ms),
    latest,
    ...(longest !== undefined && { longest }),
    countedUntilMs: piece.untilMs,
  };
  if (cardId === undefined) return counted;
  return withCard(counted, cardId, (card) => ({ ...card, listenedMs: card.listenedMs + ms }));
}

function withCard(day: ListeningDay, cardId: string, change: (card: CardOfDay) => CardOfDay): ListeningDay {
  const card = day.cards[cardId] ?? { listenedMs: 0, starts: 0, ends: 0, left: {} };
  if (day.cards[cardId] === undefined && Object.keys(day.cards).length >= mostCards) return day;
  return { ...day, cards: { ...day.cards, [cardId]: change(card) } };
}

function added(sums: Readonly<Record<string, number>>, key: string, by: number): Record<string, number> {
  return { ...sums, [key]: (sums[key] ?? 0) + by };
}

function lengthOf(stretch: Stretch | undefined): number {
  return stretch === undefined ? 0 : stretch.untilMs - stretch.fromMs;
}

/** A span cut at every full hour on the wall, where days and daylight saving begin and end. */
function piecesOf(entry: HistoryEntry, zone: ZoneName): Piece[] {
  const { fromMs, untilMs } = entry.facts;
  if (typeof fromMs !== "number" || typeof untilMs !== "number") return [];
  const pieces: Piece[] = [];
  for (let atMs = fromMs; atMs < untilMs; ) {
    const { date, minuteOfDay, second } = localTime(atMs, zone);
    const intoHourMs = ((minuteOfDay % 60) * 60 + second) * 1000 + (((atMs % 1000) + 1000) % 1000);
    const endMs = Math.min(untilMs, atMs + 3_600_000 - intoHourMs);
    pieces.push({ date, hour: Math.floor(minuteOfDay / 60), fromMs: atMs, untilMs: endMs });
    atMs = endMs;
  }
  return pieces;
}

function textIn({ facts }: HistoryEntry, name: string): string | undefined {
  const value = facts[name];
  return typeof value === "string" ? value : undefined;
}
