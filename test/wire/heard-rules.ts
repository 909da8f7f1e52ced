import { localTime } from "../../src/domain/time/local-time.ts";
import type { Stream } from "../../src/http/schema/stream.ts";
import type { HeardRun } from "./ear.ts";
import { heardMadeRules } from "./heard-made-rules.ts";
import { type HeardRule, home, hourMs, piecesMs } from "./heard-rule.ts";
import type { HearingWorld } from "./hearing-world.ts";

const sorted = (heard: string) => heard.split(" ").toSorted().join("");

/** Every rule, by the sentence that it keeps, as it is heard from three seconds before midnight on, on any evening. */
export const heardRules: Readonly<Record<string, (world: HearingWorld) => Promise<HeardRule>>> = {
  "a list: each chapter is its piece": async ({ pieces }) => {
    const audio = await pieces("ABC");
    return { rule: () => ({ kind: "fixed-list", audio }), visits: [{ hears: "A B C", forMs: piecesMs(3) }] };
  },

  "a list that is changed while a child listens: the track ends, the next is the new one": async (world) => {
    const [audio, other] = [await world.pieces("ABC"), await world.pieces("XYZ")];
    const meanwhile = async (streams: readonly Stream[]) => {
      for (const { id } of streams) await world.server.asks("PATCH", `/api/streams/${id}`, { audio: other });
    };
    return {
      rule: () => ({ kind: "fixed-list", audio }),
      // Before it has all of the first one, and so before any player fetches ahead.
      visits: [{ hears: "A Y Z", forMs: piecesMs(3), meanwhileMs: 1_000, meanwhile }],
    };
  },

  "the next one at each visit, and after the last the first": async ({ pieces }) => {
    const audio = await pieces("AB");
    return {
      rule: () => ({ kind: "queue", audio, slots: "next" }),
      visits: [{ hears: "A" }, { hears: "B", afterMs: 60_000 }, { hears: "A" }],
    };
  },

  "all joined without a gap": async ({ pieces }) => {
    const audio = await pieces("ABC");
    return {
      rule: () => ({ kind: "queue", audio, slots: "joined" }),
      visits: [{ hears: "ABC", forMs: piecesMs(3) }],
    };
  },

  "mixed anew: every listening hears every piece once": async ({ pieces }) => {
    const audio = await pieces("ABCD");
    const hears = (heard: string) => sorted(heard) === "ABCD";
    return {
      rule: () => ({ kind: "queue", audio, order: "shuffle" }),
      visits: [
        { hears, forMs: piecesMs(4) },
        { hears, forMs: piecesMs(4) },
      ],
    };
  },

  "mixed once: every listening hears the same mix": async ({ pieces }) => {
    const audio = await pieces("ABC");
    const rule = { kind: "queue", audio, order: "shuffle-once" };
    return {
      rule: () => rule,
      visits: [
        { hears: (heard) => sorted(heard) === "ABC", forMs: piecesMs(3) },
        { hears: (heard, _, [first]) => heard === first, forMs: piecesMs(3) },
      ],
    };
  },

  "by time, a track that began before midnight is the evening's to its end": async ({ pieces }) => {
    const [evening, night] = await pieces("EN");
    const branches = [{ window: { from: "00:00", to: "06:00" }, plays: { audio: [night] } }];
    return {
      rule: () => ({ kind: "by-time", branches, otherwise: { audio: [evening] } }),
      visits: [{ hears: "E" }, { hears: "N", afterMs: 0 }],
    };
  },

  "by player: each its own list": async ({ pieces }) => {
    const joined = async (letters: string) => ({ audio: await pieces(letters), slots: "joined" });
    const [mine, yours, otherwise] = [await joined("AB"), await joined("XY"), await joined("O")];
    const branches = (player: string, another: string) => [
      { players: [player], plays: mine },
      { players: [another], plays: yours },
    ];
    return {
      rule: (player, another) => ({ kind: "by-player", branches: branches(player, another), otherwise }),
      visits: [
        { hears: "AB", forMs: piecesMs(2) },
        { hears: "XY", forMs: piecesMs(2), byAnother: true, afterMs: 60_000 },
      ],
    };
  },

  "a calendar turns its page at midnight": async ({ pieces, clock }) => {
    const audio = await pieces("ABC");
    const firstDate = localTime(clock.nowMs(), home).date;
    return {
      rule: () => ({ kind: "calendar", audio, firstDate }),
      visits: [{ hears: "A" }, { hears: "B", afterMs: 0 }, { hears: "C", afterMs: 36 * hourMs }],
    };
  },

  "a chapter a day: the same all day, the next on the next day": async ({ pieces }) => {
    const audio = await pieces("ABC");
    return {
      rule: () => ({ kind: "chapter-a-day", audio }),
      visits: [
        { hears: "A" },
        { hears: "B", afterMs: 0 },
        { hears: "B" },
        { hears: "C", afterMs: 48 * hourMs },
      ],
    };
  },

  "a book goes on in another room, ten seconds before where it was left": async ({ pieces }) => {
    const audio = await pieces("ABCDEF");
    return {
      rule: () => ({ kind: "book", audio }),
      visits: [
        { hears: "ABCd", forMs: 22_000 },
        { hears: "bCd", forMs: 14_000, byAnother: true, afterMs: 10 * 60_000 },
      ],
    };
  },

  "without an end: a changed queue is heard from the next piece on": async (world) => {
    const [audio, other] = [await world.pieces("ABC"), await world.pieces("XY")];
    const change = async (streams: readonly Stream[]) => {
      for (const { id } of streams) await world.server.asks("PATCH", `/api/streams/${id}`, { audio: other });
    };
    return {
      rule: () => ({ kind: "queue", audio, slots: "endless" }),
      visits: [
        { hears: "ABc", forMs: 17_000, meanwhile: () => {} },
        { hears: (heard) => /^[ABC]{2}[XY]*[XYxy]$/.test(heard), forMs: 20_000, meanwhile: change },
      ],
    };
  },

  "a gentle ending: at bedtime it gets quieter and a lullaby follows": async (world) => {
    const audio = await world.pieces("ABCDEFGHIJKLMN");
    const [lullaby] = await world.pieces("Z");
    const isStair = (runs: readonly HeardRun[]) =>
      runs.every(({ quieter, letter }, at) => letter === "Z" || quieter >= (runs[at - 1]?.quieter ?? 0));
    return {
      rule: () => ({ kind: "queue", audio, slots: "joined" }),
      ending: { window: { from: "00:00", to: "06:00" }, minutes: 1, lullaby },
      visits: [
        { hears: (heard, runs) => /^aa~B~C~D~E~F~G~H~I~j~Z~$/.test(heard) && isStair(runs), forMs: 72_000 },
      ],
    };
  },

  ...heardMadeRules,
};
