import fc from "fast-check";
import { expect, test } from "vitest";
import { PlayerId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import type { HistoryEntry } from "../players/player-history.ts";
import { momentOf } from "../time/local-time.ts";
import { countInDay, datesOf, emptyDay, type ListeningDay } from "./listening-day.ts";

const playerId = PlayerId("y2");
const zone = "Europe/Berlin";
const keyOf = (number: number) => `00000001-${String(number).padStart(8, "0")}`;
const entry = (number: number, kind: string, atMs: number, facts: JsonObject): HistoryEntry => ({
  playerId,
  atMs,
  key: keyOf(number),
  kind,
  facts,
});
const listened = (number: number, fromMs: number, untilMs: number, cardId = "STORY") =>
  entry(number, "listened", untilMs, { fromMs, untilMs, cardId });
/** All days that entries add up to. */
function daysOf(entries: readonly HistoryEntry[]): Map<string, ListeningDay> {
  const days = new Map<string, ListeningDay>();
  for (const each of entries)
    for (const date of datesOf(each, zone))
      days.set(date, countInDay(days.get(date) ?? emptyDay(playerId, date, zone), each, zone));
  return days;
}

test("listening over midnight belongs to both days, each its part", () => {
  const midnight = momentOf("2026-09-08", 0, zone);
  const days = daysOf([listened(1, midnight - 60_000, midnight + 30_000)]);
  expect(days.get("2026-09-07")).toMatchObject({ listenedMs: 60_000, hours: { "23": 60_000 } });
  expect(days.get("2026-09-08")).toMatchObject({ listenedMs: 30_000, hours: { "0": 30_000 } });
});

test("the night when the clock goes back has an hour twice, the one when it goes forward one hour less", () => {
  const autumn = momentOf("2026-10-25", 0, zone);
  const spring = momentOf("2026-03-29", 0, zone);
  const back = daysOf([listened(1, autumn, autumn + 25 * 3_600_000)]).get("2026-10-25");
  expect(back?.listenedMs).toBe(25 * 3_600_000);
  expect(back?.hours["2"]).toBe(2 * 3_600_000);
  const forward = daysOf([listened(1, spring, spring + 23 * 3_600_000)]).get("2026-03-29");
  expect(forward?.listenedMs).toBe(23 * 3_600_000);
  expect(forward?.hours["2"]).toBeUndefined();
});

test("the same entries brought again, or by two, change nothing", () => {
  const atMs = momentOf("2026-09-07", 600, zone);
  const entries = [
    entry(1, "card-inserted", atMs, { cause: "child", cardId: "STORY" }),
    listened(2, atMs, atMs + 60_000),
    entry(3, "card-removed", atMs + 60_000, { cause: "child", cardId: "STORY", chapterKey: "02" }),
  ];
  fc.assert(
    fc.property(fc.nat(3), fc.nat(3), (again, from) => {
      const once = daysOf(entries);
      const twice = daysOf([...entries.slice(0, again), ...entries.slice(0, again), ...entries.slice(again)]);
      expect(twice).toEqual(once);
      const later = [...entries, ...entries.slice(from)];
      expect(daysOf(later)).toEqual(once);
    }),
  );
});

test("what one listener has counted another does not count again, although its spans are cut differently", () => {
  const atMs = momentOf("2026-09-07", 600, zone);
  const days = daysOf([listened(1, atMs, atMs + 60_000), listened(2, atMs + 30_000, atMs + 90_000)]);
  expect(days.get("2026-09-07")?.listenedMs).toBe(90_000);
});

test("begun, heard to the end, left in a chapter, and what the child did are counted", () => {
  const atMs = momentOf("2026-09-07", 600, zone);
  const day = daysOf([
    entry(1, "card-inserted", atMs, { cause: "child", cardId: "STORY" }),
    entry(2, "next-track", atMs + 1, { cause: "child", cardId: "STORY" }),
    entry(3, "next-track", atMs + 2, { cause: "us", cardId: "STORY" }),
    entry(4, "card-removed", atMs + 3, { cause: "child", cardId: "STORY", chapterKey: "02" }),
    entry(5, "card-started", atMs + 4, { cause: "app", cardId: "STORY" }),
    entry(6, "card-ended", atMs + 5, { cause: "player", cardId: "STORY" }),
  ]).get("2026-09-07");
  expect(day?.cards["STORY"]).toEqual({ listenedMs: 0, starts: 2, ends: 1, left: { "02": 1 } });
  expect(day?.did).toEqual({ "card-inserted": 1, "next-track": 1, "card-removed": 1 });
});

test("the longest stretch goes over short pauses and not over long ones", () => {
  const atMs = momentOf("2026-09-07", 600, zone);
  const minute = 60_000;
  const day = daysOf([
    listened(1, atMs, atMs + 2 * minute),
    listened(2, atMs + 2.5 * minute, atMs + 4 * minute),
    listened(3, atMs + 10 * minute, atMs + 11 * minute),
  ]).get("2026-09-07");
  expect(day?.longest).toEqual({ fromMs: atMs, untilMs: atMs + 4 * minute });
});
