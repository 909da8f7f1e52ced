import { expect, test } from "vitest";
import { AudioId, PlayerId, StreamId, StreamSecret } from "../ids.ts";
import { lastingAnswer } from "./lasting-answer.ts";
import type { Playlist, StreamRule } from "./stream-rule.ts";

const [one, two, three] = ["one", "two", "three"].map(AudioId) as [AudioId, AudioId, AudioId];
/** Monday, noon in London. */
const clock = { nowMs: Date.UTC(2026, 10, 23, 12), zone: "Europe/London" };

const aStream = (rule: StreamRule) => ({
  id: StreamId("s"),
  title: "S",
  secret: StreamSecret("secret"),
  rule,
  createdAtMs: 0,
  changedAtMs: 0,
});
const each = (audio: readonly AudioId[], some: Partial<Playlist> = {}): Playlist => ({
  audio,
  order: "in-order",
  slots: "each",
  loop: false,
  ...some,
});

test("a list plays the same at every slot until somebody edits it; there is nothing behind its end", () => {
  const list = aStream({ kind: "fixed-list", audio: [one, two] });
  expect(lastingAnswer(list, "02")).toEqual({ audio: two });
  expect(lastingAnswer(list, "03")).toBeUndefined();
  const once = aStream({ kind: "queue", ...each([one, two, three], { order: "shuffle-once" }) });
  const slots = ["01", "02", "03"].map((slot) => lastingAnswer(once, slot)?.audio);
  expect(slots.toSorted()).toEqual([one, three, two]);
});

test("what depends on who asks, on what was before, or on bedtime does not last, nor do several pieces in one", () => {
  const rules: StreamRule[] = [
    { kind: "queue", ...each([one, two], { order: "shuffle" }) },
    { kind: "queue", ...each([one, two], { slots: "next" }) },
    { kind: "queue", ...each([one, two], { slots: "endless" }) },
    { kind: "queue", ...each([one, two], { slots: "joined" }) },
    {
      kind: "by-player",
      branches: [{ players: [PlayerId("p")], plays: each([one]) }],
      otherwise: each([two]),
    },
    { kind: "chapter-a-day", audio: [one, two], loop: false },
    { kind: "book", audio: [one] },
    { kind: "radio", url: "https://radio.example.org/", otherwise: one },
    { kind: "mailbox", otherwise: one },
  ];
  for (const rule of rules) expect(lastingAnswer(aStream(rule), "01", clock), rule.kind).toBeUndefined();
  const gently = {
    ...aStream({ kind: "fixed-list", audio: [one] }),
    ending: { window: { fromMinute: 1140, toMinute: 420 }, minutes: 10 },
  };
  expect(lastingAnswer(gently, "01")).toBeUndefined();
});

test("what goes by the clock alone lasts until the clock decides otherwise, and only where a clock is read", () => {
  const byTime = aStream({
    kind: "by-time",
    branches: [
      { window: { fromMinute: 19 * 60, toMinute: 7 * 60 }, plays: each([two]) },
      { window: { weekdays: ["tue"], fromMinute: 10 * 60, toMinute: 11 * 60 }, plays: each([three]) },
    ],
    otherwise: each([one]),
  });
  expect(lastingAnswer(byTime, "01")).toBeUndefined();
  expect(lastingAnswer(byTime, "01", clock)).toEqual({
    audio: one,
    clock: { sinceMs: Date.UTC(2026, 10, 23, 7), untilMs: Date.UTC(2026, 10, 23, 19) },
  });
  const night = { ...clock, nowMs: Date.UTC(2026, 10, 23, 20) };
  expect(lastingAnswer(byTime, "01", night)).toEqual({
    audio: two,
    clock: { sinceMs: Date.UTC(2026, 10, 23, 19), untilMs: Date.UTC(2026, 10, 24, 7) },
  });

  const advent = aStream({
    kind: "calendar",
    firstDate: "2026-12-01",
    before: three,
    audio: [one, two],
    loop: false,
  });
  const inDecember = { ...clock, nowMs: Date.UTC(2026, 11, 2, 12) };
  expect(lastingAnswer(advent, "01", clock)).toEqual({
    audio: three,
    clock: { sinceMs: Date.UTC(2026, 10, 23), untilMs: Date.UTC(2026, 10, 24) },
  });
  expect(lastingAnswer(advent, "01", inDecember)).toEqual({
    audio: two,
    clock: { sinceMs: Date.UTC(2026, 11, 2), untilMs: Date.UTC(2026, 11, 3) },
  });
});

test("a window far away is looked for again before it comes", () => {
  const onSunday = aStream({
    kind: "by-time",
    branches: [{ window: { weekdays: ["sun"] }, plays: each([two]) }],
    otherwise: each([one]),
  });
  expect(lastingAnswer(onSunday, "01", clock)).toEqual({
    audio: one,
    clock: { sinceMs: Date.UTC(2026, 10, 23), untilMs: Date.UTC(2026, 10, 25) },
  });
});
