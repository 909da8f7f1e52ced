import { expect, test } from "vitest";
import { isDay, localTime, nextAlarm, nextModeChangeMs } from "./local-time.ts";
import { parseAlarm, parseSettings } from "./settings.ts";

const london = (config: Record<string, unknown>) =>
  parseSettings({ device: { geoTimezone: "Europe/London", config } });
const at = (text: string) => Date.parse(text);

test("the room's clock follows its zone through summer time", () => {
  expect(localTime(at("2026-03-29T00:59:00Z"), "Europe/London")).toMatchObject({
    minuteOfDay: 59,
    weekday: 6,
  });
  expect(localTime(at("2026-03-29T01:00:00Z"), "Europe/London")).toMatchObject({
    minuteOfDay: 120,
    utcOffsetSeconds: 3_600,
  });
  expect(localTime(at("2026-03-29T12:00:00Z"), "Nowhere/Land").utcOffsetSeconds).toBe(0);
});

test("day and night change at their times, also where the night begins after midnight", () => {
  const usual = london({ dayTime: "06:50", nightTime: "17:50" });
  expect(isDay(usual, at("2026-01-05T06:49:00Z"))).toBe(false);
  expect(isDay(usual, at("2026-01-05T06:50:00Z"))).toBe(true);
  expect(isDay(usual, at("2026-01-05T17:50:00Z"))).toBe(false);
  const late = london({ dayTime: "10:00", nightTime: "01:00" });
  expect(isDay(late, at("2026-01-05T00:30:00Z"))).toBe(true);
  expect(isDay(late, at("2026-01-05T05:00:00Z"))).toBe(false);
  expect(nextModeChangeMs(usual, at("2026-01-05T12:00:00Z"))).toBe(at("2026-01-05T17:50:00Z"));
  expect(nextModeChangeMs(usual, at("2026-03-28T18:00:00Z"))).toBe(at("2026-03-29T05:50:00Z"));
});

test("an alarm rings on its days at its time, and the earliest of several is next", () => {
  const settings = london({
    alarms: ["1111100,07:30,4OD25,,,8,1", "0000001,0900,5WsQg,,,3", "1111111,06:00,OFF,,,8,0"],
  });
  expect(nextAlarm(settings, at("2026-01-05T07:29:59Z"))).toMatchObject({ atMs: at("2026-01-05T07:30:00Z") });
  expect(nextAlarm(settings, at("2026-01-05T07:30:00Z"))).toMatchObject({ atMs: at("2026-01-06T07:30:00Z") });
  expect(nextAlarm(settings, at("2026-01-09T12:00:00Z"))).toMatchObject({
    atMs: at("2026-01-11T09:00:00Z"),
    alarm: { cardId: "5WsQg", volume: 3 },
  });
  expect(nextAlarm(london({ alarms: ["0000000,0900,X,,,3"] }), 0)).toBeUndefined();
});

test("alarms are read in both ways of writing the time, and odd ones left out", () => {
  expect(parseAlarm("1111111,1100,5WsQg,,,8")).toMatchObject({ minuteOfDay: 660, volume: 8 });
  expect(parseAlarm("1111111,11:00,5WsQg")).toMatchObject({ minuteOfDay: 660, volume: undefined });
  for (const odd of ["", "1111111,2500,X,,,1", "11111,0700,X,,,1", "1111111,0700,,,,1"])
    expect(parseAlarm(odd)).toBeUndefined();
});

test("a shortcut list wins over the older settings, which stand in where there is none", () => {
  const older = london({ dayYotoDaily: "3nC80/daily/<yyyymmdd>", dayYotoRadio: "0" });
  expect(older.day.shortcuts).toEqual([{ cardId: "3nC80", chapterKey: "daily", trackKey: "<yyyymmdd>" }]);
  const listed = parseSettings({
    device: {
      config: { dayYotoDaily: "3nC80/daily/01" },
      shortcuts: { modes: { day: { content: [{ cmd: "track-play", params: { card: "MINE1" } }] } } },
    },
  });
  expect(listed.day.shortcuts).toEqual([{ cardId: "MINE1" }]);
});
