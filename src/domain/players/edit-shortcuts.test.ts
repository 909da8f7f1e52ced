import { expect, test } from "vitest";
import { YotoCardId } from "../ids.ts";
import { bindPress, pressSetting, shortcutsInForce } from "./edit-shortcuts.ts";
import type { Shortcut } from "./player-config.ts";

const plays = (card: string): Shortcut => ({
  plays: "track",
  yotoCardId: YotoCardId(card),
  chapterKey: "01",
  trackKey: "02",
});
const none = { day: [], night: [], asWritten: { versionId: "7" } };
const odd: Shortcut = { plays: "something-else", asWritten: { cmd: "sing" } };

test("a press is bound, and everything else stays as it came", () => {
  const shortcuts = { ...none, day: [odd, plays("AAAAA")] };
  expect(bindPress(shortcuts, { mode: "day", press: 2 }, plays("BBBBB"))).toEqual({
    ok: true,
    shortcuts: { ...none, day: [odd, plays("BBBBB")] },
  });
});

test("the presses have no gap", () => {
  const gap = { ok: false, why: "press-without-first" };
  expect(bindPress(none, { mode: "night", press: 2 }, plays("AAAAA"))).toEqual(gap);
  const both = { ...none, night: [plays("AAAAA"), plays("BBBBB")] };
  expect(bindPress(both, { mode: "night", press: 1 }, undefined)).toEqual(gap);
  expect(bindPress(both, { mode: "night", press: 2 }, undefined)).toMatchObject({
    shortcuts: { night: [plays("AAAAA")] },
  });
});

test("what is so already is not written again", () => {
  const shortcuts = { ...none, day: [plays("AAAAA")] };
  const edited = bindPress(shortcuts, { mode: "day", press: 1 }, plays("AAAAA"));
  expect(edited.ok && edited.shortcuts).toBe(shortcuts);
});

test("the older setting says the same, and nothing about what it cannot say", () => {
  expect(pressSetting({ mode: "day", press: 1 }, plays("AAAAA"))).toEqual({ dayFirstPress: "AAAAA/01/02" });
  expect(pressSetting({ mode: "night", press: 2 }, undefined)).toEqual({ nightSecondPress: "0" });
  expect(pressSetting({ mode: "night", press: 1 }, odd)).toEqual({});
});

test("without a list the older settings hold, up to the first that is off", () => {
  const older = { dayFirstPress: "AAAAA/01/02", daySecondPress: "0", nightSecondPress: "BBBBB/01/02" };
  expect(shortcutsInForce(none, older)).toEqual({ ...none, day: [plays("AAAAA")], night: [] });
  const listed = { ...none, night: [odd] };
  expect(shortcutsInForce(listed, older)).toEqual({ ...listed, day: [plays("AAAAA")] });
});
