import { localTime } from "../../src/domain/time/local-time.ts";
import type { Stream } from "../../src/http/schema/stream.ts";
import { home } from "./heard-rule.ts";
import { aPodcast, aRadioStation, leaveMessages, letterOfDay, speakWhatIsDue } from "./hearing-house.ts";
import type { HearingWorld } from "./hearing-world.ts";

/** A rule on one card that two players take, the second one twelve seconds after the first, and what they hear. */
export type HeardTogether = {
  readonly rule: (one: string, other: string) => object;
  readonly before?: (stream: Stream) => Promise<void>;
  readonly hear: readonly [string, string];
};

/** Every rule as two players hear it at once. */
export async function heardTogether(world: HearingWorld): Promise<Readonly<Record<string, HeardTogether>>> {
  const { pieces } = world;
  const [three, six, [otherwise]] = [await pieces("ABC"), await pieces("ABCDEF"), await pieces("O")];
  const { feedId, publish } = await aPodcast(world);
  await publish("AB");
  const station = await aRadioStation(world, "RSTUVWXY");
  world.defer(station);
  const { weekday, date: firstDate } = localTime(world.clock.nowMs(), home);
  const words = letterOfDay(weekday);
  const joined = async (letters: string) => ({ audio: await pieces(letters), slots: "joined" });
  const [mine, yours, nobodys] = [await joined("AB"), await joined("XY"), await joined("O")];
  const podcast = (which: string) => ({ kind: "podcast", feedId, which, otherwise });
  return {
    "a list": { rule: () => ({ kind: "fixed-list", audio: three }), hear: ["A B C", "A B C"] },
    "the next at each visit": {
      rule: () => ({ kind: "queue", audio: three, slots: "next" }),
      hear: ["A", "A"],
    },
    joined: { rule: () => ({ kind: "queue", audio: three, slots: "joined" }), hear: ["ABC", "ABC"] },
    "mixed once": {
      rule: () => ({ kind: "queue", audio: three.slice(0, 1), order: "shuffle-once" }),
      hear: ["A", "A"],
    },
    "by time": {
      rule: () => ({
        kind: "by-time",
        branches: [
          { window: { from: "00:00", to: "12:00" }, plays: mine },
          { window: { from: "12:00", to: "00:00" }, plays: mine },
        ],
        otherwise: nobodys,
      }),
      hear: ["AB", "AB"],
    },
    "by player": {
      rule: (one, other) => ({
        kind: "by-player",
        branches: [
          { players: [one], plays: mine },
          { players: [other], plays: yours },
        ],
        otherwise: nobodys,
      }),
      hear: ["AB", "XY"],
    },
    calendar: { rule: () => ({ kind: "calendar", audio: three, firstDate }), hear: ["A", "A"] },
    "a chapter a day": { rule: () => ({ kind: "chapter-a-day", audio: three }), hear: ["A", "A"] },
    "a book": { rule: () => ({ kind: "book", audio: six }), hear: ["ABCDEf", "aBCDe"] },
    "the newest episode": { rule: () => podcast("newest"), hear: ["B", "B"] },
    "from the first episode on": { rule: () => podcast("from-first"), hear: ["A", "A"] },
    "episodes nobody heard": { rule: () => podcast("unheard"), hear: ["B", "B"] },
    "an episode a day": { rule: () => podcast("a-day"), hear: ["A", "A"] },
    radio: { rule: () => ({ kind: "radio", url: station.url, otherwise }), hear: ["RSTUVw", "RSTu"] },
    "words of the day": {
      rule: () => ({ kind: "today", greeting: "It is {weekday}.", from: "05:00", otherwise }),
      before: () => speakWhatIsDue(world),
      hear: [words, words],
    },
    messages: {
      rule: () => ({ kind: "mailbox", otherwise }),
      before: (stream) => leaveMessages(world, [stream], "PQ"),
      hear: ["P", "Q"],
    },
    "without an end": {
      rule: () => ({ kind: "queue", audio: six, slots: "endless" }),
      hear: ["ABCDEf", "ABCd"],
    },
  };
}
