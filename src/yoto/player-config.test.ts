import fc from "fast-check";
import { expect, test } from "vitest";
import { YotoCardId } from "../domain/ids.ts";
import type { JsonObject } from "../domain/json.ts";
import { readAlarm, writeAlarm } from "./alarm-text.ts";
import details from "./fixtures/device-config.json" with { type: "json" };
import { readPlayerConfig, writePlayerConfig } from "./player-config.ts";
import { readShortcuts, writeShortcuts } from "./shortcuts.ts";

const real: JsonObject = details.device.config;

test("a real player's configuration is read into plain types", () => {
  expect(readPlayerConfig(real).settings).toMatchObject({
    dayColour: "#40bfd9",
    dayBrightness: "auto",
    dimBrightness: 0,
    dimAfterSeconds: 300,
    dayStartsAt: "06:50",
    dayMaxVolumeSteps: 14,
    nightMaxVolumeSteps: 13,
    bluetoothEnabled: true,
    bluetoothHeadphonesEnabled: true,
    daySoundsOff: false,
    hourFormat: "12",
    timezone: "",
    shutdownAfterSeconds: 3600,
  });
});

test("a configuration that nobody changed is written exactly as it came, whatever it holds", () => {
  const anyConfig = fc.dictionary(
    fc.oneof(fc.constantFrom(...Object.keys(real)), fc.string()),
    fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(0, 1, "0", "1", "auto", true, null, "14")),
  );
  fc.assert(
    fc.property(anyConfig, (written) => {
      const config = readPlayerConfig(JSON.parse(JSON.stringify({ ...real, ...written })) as JsonObject);
      expect(writePlayerConfig(config)).toEqual(config.asWritten);
    }),
    { examples: [[{ hourFormat: { toString: 0 } }]] },
  );
});

test("one changed setting changes one field, in the form that Yoto writes", () => {
  const config = readPlayerConfig({ ...real, invented: { by: "tomorrow" } });
  const written = writePlayerConfig({
    ...config,
    settings: { ...config.settings, nightMaxVolumeSteps: 6, bluetoothEnabled: false, repeatAll: false },
  });
  expect(written).toEqual({
    ...config.asWritten,
    nightMaxVolumeLimit: "6",
    bluetoothEnabled: "0",
    repeatAll: false,
  });
});

test.each([
  [
    "1111100,07:30,4OD25,,,8,1",
    { days: ["mon", "tue", "wed", "thu", "fri"], time: "07:30", volumeSteps: 8, enabled: true },
  ],
  ["1111111,1100,5WsQg,,,8", { time: "11:00", soundCardId: "5WsQg", enabled: true }],
  ["0000011,730,,,,,0", { days: ["sat", "sun"], time: "07:30", enabled: false }],
])("the alarm %s is read as %j", (written, alarm) => {
  expect(readAlarm(written)).toMatchObject(alarm);
});

test("an alarm that nobody changed is written letter by letter, even when it makes no sense", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.string(), { maxLength: 9 }).map((each) => each.join(",")),
      ),
      (written) => {
        expect(writeAlarm(readAlarm(written))).toBe(written);
      },
    ),
  );
});

test("changing an alarm keeps the fields nobody has explained", () => {
  const alarm = readAlarm("1111100,07:30,4OD25,left,right,8,1,more");
  expect(writeAlarm({ ...alarm, time: "06:45", enabled: false })).toBe(
    "1111100,06:45,4OD25,left,right,8,0,more",
  );
  expect(writeAlarm({ ...readAlarm("1111111,1100,5WsQg,,,8"), enabled: false })).toBe(
    "1111111,1100,5WsQg,,,8,0",
  );
});

test("a new alarm is written whole", () => {
  expect(
    writeAlarm({
      days: ["sun"],
      time: "08:05",
      soundCardId: YotoCardId("4OD25"),
      volumeSteps: 5,
      enabled: true,
    }),
  ).toBe("0000001,08:05,4OD25,,,5,1");
  expect(writeAlarm({ days: [], time: "00:00", enabled: true })).toBe("0000000,00:00,,,,,1");
});

test("shortcuts go there and back, with what we do not know in them", () => {
  const written: JsonObject = {
    ...details.device.shortcuts,
    beta: true,
    modes: {
      ...details.device.shortcuts.modes,
      night: { content: [{ cmd: "dance", params: {} }], extra: 1 },
      dusk: { content: [] },
    },
  };
  const shortcuts = readShortcuts(written);
  expect(shortcuts.day[0]).toEqual({
    plays: "track",
    yotoCardId: "3nC80",
    chapterKey: "daily",
    trackKey: "<yyyymmdd>",
  });
  expect(writeShortcuts(shortcuts)).toEqual(written);
  expect(writeShortcuts({ ...shortcuts, day: [] })).toMatchObject({
    modes: { day: { content: [] }, dusk: {} },
  });
  expect(readShortcuts(undefined)).toEqual({ day: [], night: [] });
});
