import { expect, test } from "vitest";
import { PlayerId } from "../ids.ts";
import { emptyDay, type ListeningDay } from "./listening-day.ts";
import { statisticsOf } from "./statistics.ts";

const aDay = (player: string, date: string, more: Partial<ListeningDay>): ListeningDay => ({
  ...emptyDay(PlayerId(player), date, "Europe/Berlin"),
  ...more,
});
const card = (listenedMs: number, left: Record<string, number> = {}) => ({
  listenedMs,
  starts: 1,
  ends: 0,
  left,
});

test("days of several players add up by day, week, hour, card and player; silent days are days, too", () => {
  const sums = statisticsOf(
    [
      aDay("a", "2026-09-06", { listenedMs: 60, hours: { "7": 60 }, cards: { X: card(60, { "03": 1 }) } }),
      aDay("b", "2026-09-06", { listenedMs: 40, hours: { "7": 40 }, cards: { Y: card(40) } }),
      aDay("a", "2026-09-08", {
        listenedMs: 100,
        hours: { "19": 100 },
        cards: { Y: card(100), X: card(0, { "03": 2, "01": 1 }) },
        longest: { fromMs: 5, untilMs: 95 },
        did: { "next-track": 3 },
      }),
      aDay("a", "2026-01-01", { listenedMs: 999 }),
    ],
    "2026-09-05",
    "2026-09-08",
  );
  expect(sums.listenedMs).toBe(200);
  expect(sums.days.map(({ date, listenedMs }) => [date, listenedMs])).toEqual([
    ["2026-09-05", 0],
    ["2026-09-06", 100],
    ["2026-09-07", 0],
    ["2026-09-08", 100],
  ]);
  expect(sums.weeks).toEqual([
    { from: "2026-08-31", listenedMs: 100 },
    { from: "2026-09-07", listenedMs: 100 },
  ]);
  expect(sums.hours[7]).toBe(100);
  expect(sums.hours[19]).toBe(100);
  expect(sums.cards.map(({ cardId, listenedMs, starts }) => [cardId, listenedMs, starts])).toEqual([
    ["Y", 140, 2],
    ["X", 60, 2],
  ]);
  expect(sums.cards[1]?.left).toEqual([
    { chapterKey: "03", times: 3 },
    { chapterKey: "01", times: 1 },
  ]);
  expect(sums.players.map(({ playerId, listenedMs, days }) => [playerId, listenedMs, days])).toEqual([
    ["a", 160, 2],
    ["b", 40, 1],
  ]);
  expect(sums.longest).toEqual({ playerId: "a", fromMs: 5, untilMs: 95 });
});
