import type { PlayerId } from "../ids.ts";
import { addDays, daysBetween, type LocalDate, weekdayOf, weekdays } from "../time/local-time.ts";
import type { ListeningDay } from "./listening-day.ts";

/** A longest stretch of listening, and whose. */
export type LongestStretch = {
  readonly playerId: PlayerId;
  readonly fromMs: number;
  readonly untilMs: number;
};

/** What days of listening add up to. Times are milliseconds. */
export type ListeningStatistics = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly listenedMs: number;
  /** Every day of the span, silent ones too. */
  readonly days: readonly {
    readonly date: LocalDate;
    readonly listenedMs: number;
    readonly players: Readonly<Record<string, number>>;
  }[];
  /** By the Monday they began on; the first and the last may be cut off. */
  readonly weeks: readonly { readonly from: LocalDate; readonly listenedMs: number }[];
  /** By hour of the day on the players' walls, 24 of them. */
  readonly hours: readonly number[];
  readonly players: readonly {
    readonly playerId: PlayerId;
    readonly listenedMs: number;
    /** Days on which it played. */
    readonly days: number;
    readonly did: Readonly<Record<string, number>>;
    readonly longest?: LongestStretch;
  }[];
  /** The most listened to first. */
  readonly cards: readonly {
    readonly cardId: string;
    readonly listenedMs: number;
    readonly starts: number;
    readonly ends: number;
    /** Where it was left before its end, most often first. */
    readonly left: readonly { readonly chapterKey: string; readonly times: number }[];
  }[];
  readonly longest?: LongestStretch;
};

/** Longest span that statistics are made of: a year and a bit. */
export const statisticsDaysMost = 400;

/** Adds up days, in any order, of any players. Days outside the span are left out. */
export function statisticsOf(
  all: readonly ListeningDay[],
  from: LocalDate,
  to: LocalDate,
): ListeningStatistics {
  const within = all.filter(({ date }) => date >= from && date <= to);
  const players = new Map<PlayerId, ListeningDay[]>();
  const dates = new Map<LocalDate, Record<string, number>>();
  const cards = new Map<string, CardSum>();
  const hours = Array.from({ length: 24 }, () => 0);
  for (const day of within) {
    const own = players.get(day.playerId) ?? [];
    own.push(day);
    players.set(day.playerId, own);
    const date = dates.get(day.date) ?? {};
    date[day.playerId] = (date[day.playerId] ?? 0) + day.listenedMs;
    dates.set(day.date, date);
    for (const [hour, ms] of Object.entries(day.hours)) hours[Number(hour)] = (hours[Number(hour)] ?? 0) + ms;
    addCards(cards, day);
  }
  const days = datesFrom(from, to).map((date) => {
    const byPlayer = dates.get(date) ?? {};
    return { date, listenedMs: sum(Object.values(byPlayer)), players: byPlayer };
  });
  const longest = longestOf(within);
  return {
    from,
    to,
    listenedMs: sum(days.map(({ listenedMs }) => listenedMs)),
    days,
    weeks: weeksOf(days),
    hours,
    players: [...players]
      .map(([playerId, own]) => playerSum(playerId, own))
      .sort((one, other) => other.listenedMs - one.listenedMs),
    cards: [...cards]
      .map(([cardId, { left, ...card }]) => ({ cardId, ...card, left: ranked(left) }))
      .sort((one, other) => other.listenedMs - one.listenedMs || other.starts - one.starts),
    ...(longest !== undefined && { longest }),
  };
}

type CardSum = { listenedMs: number; starts: number; ends: number; readonly left: Map<string, number> };

function addCards(sums: Map<string, CardSum>, day: ListeningDay): void {
  for (const [cardId, card] of Object.entries(day.cards)) {
    const total = sums.get(cardId) ?? { listenedMs: 0, starts: 0, ends: 0, left: new Map() };
    total.listenedMs += card.listenedMs;
    total.starts += card.starts;
    total.ends += card.ends;
    for (const [key, times] of Object.entries(card.left))
      total.left.set(key, (total.left.get(key) ?? 0) + times);
    sums.set(cardId, total);
  }
}

function playerSum(playerId: PlayerId, days: readonly ListeningDay[]) {
  const did: Record<string, number> = {};
  for (const day of days)
    for (const [kind, times] of Object.entries(day.did)) did[kind] = (did[kind] ?? 0) + times;
  const longest = longestOf(days);
  return {
    playerId,
    listenedMs: sum(days.map(({ listenedMs }) => listenedMs)),
    days: days.filter(({ listenedMs }) => listenedMs > 0).length,
    did,
    ...(longest !== undefined && { longest }),
  };
}

function longestOf(days: readonly ListeningDay[]): LongestStretch | undefined {
  let found: LongestStretch | undefined;
  for (const { playerId, longest } of days)
    if (
      longest !== undefined &&
      longest.untilMs - longest.fromMs > (found ? found.untilMs - found.fromMs : 0)
    )
      found = { playerId, ...longest };
  return found;
}

function weeksOf(days: readonly { readonly date: LocalDate; readonly listenedMs: number }[]) {
  const weeks = new Map<LocalDate, number>();
  for (const { date, listenedMs } of days) {
    const monday = addDays(date, -weekdays.indexOf(weekdayOf(date)));
    weeks.set(monday, (weeks.get(monday) ?? 0) + listenedMs);
  }
  return [...weeks].map(([from, listenedMs]) => ({ from, listenedMs }));
}

function datesFrom(from: LocalDate, to: LocalDate): LocalDate[] {
  const count = Math.min(statisticsDaysMost, daysBetween(from, to) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, at) => addDays(from, at));
}

function ranked(left: ReadonlyMap<string, number>) {
  return [...left]
    .map(([chapterKey, times]) => ({ chapterKey, times }))
    .sort((one, other) => other.times - one.times);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
