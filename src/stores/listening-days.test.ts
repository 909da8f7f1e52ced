import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { PlayerId } from "../domain/ids.ts";
import type { HistoryEntry } from "../domain/players/player-history.ts";
import { createListeningDays } from "./listening-days.ts";

const playerId = PlayerId("y2kitchen");
const startMs = Date.UTC(2030, 0, 1, 12);
const kept = { zone: "UTC", keepDays: 30 };
const listened = (number: number, minutes = 1, player = playerId): HistoryEntry => {
  const fromMs = startMs + number * 60_000;
  const untilMs = fromMs + minutes * 60_000;
  const key = `00000001-${String(number).padStart(8, "0")}`;
  return {
    playerId: player,
    atMs: untilMs,
    key,
    kind: "listened",
    facts: { fromMs, untilMs, cardId: "STORY" },
  };
};

onEveryTable("the days of listening", (newGround) => {
  test("entries add up, and one that comes again is not counted again", async () => {
    const days = createListeningDays(newGround().table);
    for (const number of [1, 2, 3, 2, 3]) await days.count(listened(number), "2030-01-01", kept);
    expect(await days.get(playerId, "2030-01-01")).toMatchObject({ listenedMs: 180_000, zone: "UTC" });
  });

  test("two that bring the same entries at the same time count them once", async () => {
    const days = createListeningDays(newGround().table);
    const bring = async () => {
      for (let number = 1; number <= 10; number++) await days.count(listened(number), "2030-01-01", kept);
    };
    await Promise.all([bring(), bring()]);
    expect((await days.get(playerId, "2030-01-01"))?.listenedMs).toBe(600_000);
  });

  test("they are listed of a player and of the house, by date, and only within the span", async () => {
    const days = createListeningDays(newGround().table);
    const other = PlayerId("y2bath");
    for (const date of ["2029-12-31", "2030-01-01", "2030-01-02"]) {
      await days.count(listened(1), date, kept);
      await days.count(listened(1, 1, other), date, kept);
    }
    const dates = async (span: ReturnType<typeof days.of>) =>
      (await span).records.map(({ value }) => `${value.date} ${value.playerId}`);
    expect(await dates(days.of(playerId, { from: "2030-01-01", to: "2030-01-01" }))).toEqual([
      "2030-01-01 y2kitchen",
    ]);
    expect(await dates(days.all({ from: "2029-12-31", to: "2030-01-01" }))).toEqual([
      "2029-12-31 y2bath",
      "2029-12-31 y2kitchen",
      "2030-01-01 y2bath",
      "2030-01-01 y2kitchen",
    ]);
  });

  test("they go when their time is over", async () => {
    const { table, clock } = newGround();
    const days = createListeningDays(table);
    await days.count(listened(1), "2030-01-01", { zone: "UTC", keepDays: 2 });
    clock.advance(3 * 86_400_000);
    expect(await days.get(playerId, "2030-01-01")).toBeDefined();
    clock.advance(2 * 86_400_000);
    expect(await days.get(playerId, "2030-01-01")).toBeUndefined();
  });
});
