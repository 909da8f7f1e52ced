import { expect, test } from "vitest";
import type { Alarm } from "./alarm.ts";
import { editAlarms } from "./edit-alarms.ts";

const anAlarm = (time: string, some: Partial<Alarm> = {}): Alarm => ({
  days: ["mon"],
  time,
  enabled: true,
  asWritten: `1000000,${time},,,,,1`,
  ...some,
});
const [seven, eight] = [anAlarm("07:00"), anAlarm("08:00")];

test("an alarm is added once, however often it is tried", () => {
  const { asWritten: _, ...fresh } = anAlarm("09:00");
  const after = editAlarms([seven], { do: "add", alarm: fresh });
  expect(after).toEqual([seven, fresh]);
  expect(editAlarms([seven, anAlarm("09:00")], { do: "add", alarm: fresh })).toHaveLength(2);
});

test("a changed alarm keeps its place, and the others stay as they are", () => {
  const to = { ...seven, enabled: false };
  expect(editAlarms([seven, eight], { do: "change", from: seven, to })).toEqual([to, eight]);
  expect(editAlarms([to, eight], { do: "change", from: seven, to })).toEqual([to, eight]);
});

test("an alarm that somebody else changed or deleted is not brought back", () => {
  const to = { ...seven, enabled: false };
  expect(editAlarms([eight], { do: "change", from: seven, to })).toBeUndefined();
  expect(editAlarms([eight], { do: "delete", alarm: seven })).toEqual([eight]);
});

test("of two alarms that are written alike one is deleted", () => {
  expect(editAlarms([seven, seven], { do: "delete", alarm: seven })).toEqual([seven]);
});
