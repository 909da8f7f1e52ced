import fc from "fast-check";
import { expect, test } from "vitest";
import { AudioId, PlayerId, StreamId, StreamSecret } from "../ids.ts";
import { momentOf } from "../time/local-time.ts";
import type { Progress } from "./listening.ts";
import { type PickFacts, pick } from "./pick.ts";
import type { Stream } from "./stream.ts";
import type { Playlist, StreamRule } from "./stream-rule.ts";

const zone = "Europe/London";
const at = (date: string, clock = "12:00") => {
  const [hour = "0", minute = "0"] = clock.split(":");
  return momentOf(date, Number(hour) * 60 + Number(minute), zone);
};
const ids = (names: string) => [...names].map(AudioId);
const list = (names: string, more: Partial<Playlist> = {}): Playlist => ({
  audio: ids(names),
  order: "in-order",
  slots: "each",
  loop: true,
  ...more,
});

function aStream(rule: StreamRule): Stream {
  const times = { createdAtMs: 0, changedAtMs: 0 };
  return { id: StreamId("s"), title: "Night", secret: StreamSecret("x"), rule, ...times };
}
const facts = (more: Partial<PickFacts> = {}): PickFacts => ({
  nowMs: at("2026-11-23"),
  zone,
  listener: "kitchen",
  startedAtMs: 0,
  progress: {},
  ...more,
});
const played = (rule: StreamRule, more: Partial<PickFacts> = {}, slot = "01") =>
  pick(aStream(rule), slot, facts(more))?.audio.join("");

/** What a listener hears who comes back again and again, each time as `more` says. */
function visits(
  rule: (visit: number) => StreamRule,
  count: number,
  more: (visit: number) => Partial<PickFacts> = () => ({}),
) {
  let progress: Record<string, Progress> = {};
  let heard = "";
  for (let visit = 0; visit < count; visit++) {
    const picked = pick(aStream(rule(visit)), "01", facts({ startedAtMs: visit, progress, ...more(visit) }));
    heard += picked?.audio.join("") ?? "-";
    if (picked?.progress) progress = { ...progress, [picked.progress.of]: picked.progress.now };
  }
  return heard;
}

test("each slot plays its piece, and there are no others", () => {
  const rule = { kind: "fixed-list", audio: ids("abc") } as const;
  expect(["01", "02", "03", "04", "00", "1", "toString"].map((slot) => played(rule, {}, slot))).toEqual([
    "a",
    "b",
    "c",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("joined, all pieces are one slot", () => {
  const rule = { kind: "queue", ...list("abc", { slots: "joined" }) } as const;
  expect([played(rule), played(rule, {}, "02")]).toEqual(["abc", undefined]);
});

test("the next one at each visit, and then from the beginning or the last again", () => {
  const next = (loop: boolean) => () => ({ kind: "queue", ...list("abc", { slots: "next", loop }) }) as const;
  expect(visits(next(true), 7)).toBe("abcabca");
  expect(visits(next(false), 5)).toBe("abccc");
});

test("a queue that is edited goes on after what was given last, wherever that stands now", () => {
  const queue = (names: string): StreamRule => ({ kind: "queue", ...list(names, { slots: "next" }) });
  expect(visits((visit) => queue(visit < 2 ? "abc" : "xabyc"), 5)).toBe("abycx");
  expect(visits((visit) => queue(visit < 2 ? "abc" : "adc"), 4)).toBe("abdc");
  expect(visits((visit) => queue(visit < 3 ? "abc" : "abcd"), 5)).toBe("abcda");
});

test("pieces that are gone from the library are passed over", () => {
  const rule: StreamRule = { kind: "queue", ...list("abc", { slots: "next" }) };
  const missing = new Set(ids("b"));
  expect(
    visits(
      () => rule,
      4,
      () => ({ missing }),
    ),
  ).toBe("acac");
  expect(played(rule, { missing: new Set(ids("abc")) })).toBeUndefined();
});

test("mixed, every piece comes once, in an order that holds for one listening and is another for the next", () => {
  const rule = { kind: "queue", ...list("abcdefgh", { order: "shuffle", slots: "joined" }) } as const;
  const orders = Array.from({ length: 20 }, (_, startedAtMs) => played(rule, { startedAtMs }) ?? "");
  for (const order of orders) expect([...order].toSorted().join("")).toBe("abcdefgh");
  expect(new Set(orders).size).toBeGreaterThan(15);
  expect(played(rule, { startedAtMs: 7 })).toBe(orders[7]);
});

test("mixed slot by slot, a listening hears every piece once", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(), (count, startedAtMs) => {
      const audio = Array.from({ length: count }, (_, n) => AudioId(`piece ${n}`));
      const stream = aStream({ kind: "queue", audio, order: "shuffle", slots: "each", loop: true });
      const heard = audio.map(
        (_, n) => pick(stream, String(n + 1).padStart(2, "0"), facts({ startedAtMs }))?.audio[0],
      );
      expect(heard.toSorted()).toEqual(audio.toSorted());
    }),
  );
});

test("mixed once, the order is the same for everybody, and a piece that is added moves no other past its neighbours", () => {
  const rule = (names: string): StreamRule => ({
    kind: "queue",
    ...list(names, { order: "shuffle-once", slots: "joined" }),
  });
  const before = played(rule("abcdefgh"));
  expect(played(rule("abcdefgh"), { startedAtMs: 9, listener: "bedroom" })).toBe(before);
  expect(played(rule("abcdXefgh"))?.replace("X", "")).toBe(before);
  expect(before).not.toBe("abcdefgh");
});

test("by time: the first window that holds, else the rest; over midnight and when the clocks change", () => {
  const night = { fromMinute: 19 * 60, toMinute: 6 * 60 };
  const rule: StreamRule = {
    kind: "by-time",
    branches: [
      { window: { ...night, weekdays: ["fri"] }, plays: list("f") },
      { window: night, plays: list("n") },
    ],
    otherwise: list("d"),
  };
  const heard = (date: string, clock: string) => played(rule, { nowMs: at(date, clock) });
  expect(heard("2026-11-23", "18:59")).toBe("d");
  expect(heard("2026-11-23", "19:00")).toBe("n");
  expect(heard("2026-11-24", "00:00")).toBe("n");
  expect(heard("2026-11-28", "05:59")).toBe("f"); // the night of Friday
  expect(heard("2026-11-28", "06:00")).toBe("d");
  // In the night of 28 March 2027 the clock jumps from 1:00 to 2:00; in that of 31 October it goes back from 2:00 to 1:00.
  expect(played(rule, { nowMs: Date.UTC(2027, 2, 28, 4, 59) })).toBe("n");
  expect(played(rule, { nowMs: Date.UTC(2027, 2, 28, 5, 0) })).toBe("d");
  expect(played(rule, { nowMs: Date.UTC(2027, 9, 31, 5, 59) })).toBe("n");
  expect(played(rule, { nowMs: Date.UTC(2027, 9, 31, 6, 0) })).toBe("d");
});

test("by player, and the rest for players that nobody knows", () => {
  const rule: StreamRule = {
    kind: "by-player",
    branches: [{ players: [PlayerId("p1")], plays: list("a") }],
    otherwise: list("o"),
  };
  const on = (id: string) => played(rule, { player: { id: PlayerId(id), name: "Bedroom" } });
  expect([on("p1"), on("p2"), played(rule)]).toEqual(["a", "o", "o"]);
});

test("a calendar turns its page at midnight at home, also when the clocks change that night", () => {
  const rule: StreamRule = { kind: "calendar", firstDate: "2026-10-24", audio: ids("abcd"), loop: false };
  const day = (date: string, clock: string) => played(rule, { nowMs: at(date, clock) });
  expect(day("2026-10-23", "23:59")).toBe("a");
  expect(day("2026-10-24", "00:00")).toBe("a");
  expect(day("2026-10-24", "23:59")).toBe("a");
  expect(day("2026-10-25", "00:00")).toBe("b"); // 25 hours long
  expect(day("2026-10-25", "23:59")).toBe("b");
  expect(day("2026-10-26", "00:00")).toBe("c");
  expect(day("2027-01-01", "12:00")).toBe("d");
  expect(played({ ...rule, before: AudioId("z") }, { nowMs: at("2026-10-23") })).toBe("z");
  expect(played({ ...rule, loop: true }, { nowMs: at("2026-10-28") })).toBe("a");
});

test("a chapter a day: the same all day, the next on the next day somebody listens", () => {
  const rule: StreamRule = { kind: "chapter-a-day", audio: ids("abc"), loop: false };
  const days = ["2026-11-23", "2026-11-23", "2026-11-24", "2026-11-27", "2026-11-27", "2026-11-28"];
  expect(
    visits(
      () => rule,
      days.length,
      (visit) => ({ nowMs: at(days[visit] ?? "") }),
    ),
  ).toBe("aabccc");
});

test("a book goes on where it was left", () => {
  const rule: StreamRule = { kind: "book", audio: ids("abc") };
  expect(played(rule)).toBe("abc");
  expect(pick(aStream(rule), "01", facts({ place: { index: 1, seconds: 65 } }))).toMatchObject({
    audio: ids("bc"),
    fromSeconds: 65,
    why: "it was left 1:05 into piece 2 of 3",
  });
});

test("it says why, in words", () => {
  const why = (rule: StreamRule, more: Partial<PickFacts> = {}) =>
    pick(aStream(rule), "01", facts(more))?.why;
  expect(why({ kind: "queue", ...list("abc", { slots: "next" }) })).toBe("it is the turn of piece 1 of 3");
  const window = { fromMinute: 19 * 60 + 30, toMinute: 390 };
  expect(
    why(
      { kind: "by-time", branches: [{ window, plays: list("a") }], otherwise: list("b") },
      { nowMs: at("2026-11-23", "20:00") },
    ),
  ).toBe("it is 20:00 on 2026-11-23, within “every day from 19:30 to 06:30”; it is piece 1 of 1");
  expect(why({ kind: "calendar", firstDate: "2026-11-20", audio: ids("ab"), loop: false })).toBe(
    "it is 2026-11-23, day 4 since 2026-11-20, and the last piece stays",
  );
});
