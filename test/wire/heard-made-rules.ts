import { localTime } from "../../src/domain/time/local-time.ts";
import type { HeardRun } from "./ear.ts";
import { type HeardRule, home, hourMs } from "./heard-rule.ts";
import { aPodcast, aRadioStation, leaveMessages, letterOfDay, speakWhatIsDue } from "./hearing-house.ts";
import type { HearingWorld } from "./hearing-world.ts";

const secondsOf = (runs: readonly HeardRun[]) =>
  runs.reduce((frames, each) => frames + each.frames, 0) * (1152 / 44_100);

/** Rules that play what is made while they are there: episodes, stations, words of the day, messages. */
export const heardMadeRules: Readonly<Record<string, (world: HearingWorld) => Promise<HeardRule>>> = {
  "a podcast's newest": async (world) => {
    const { feedId, publish } = await aPodcast(world);
    const [otherwise] = await world.pieces("O");
    return {
      rule: () => ({ kind: "podcast", feedId, which: "newest", otherwise }),
      visits: [
        { hears: "B", before: () => publish("AB") },
        { hears: "C", before: () => publish("C") },
      ],
    };
  },

  "a podcast from the first episode on, at our pace": async (world) => {
    const { feedId, publish } = await aPodcast(world);
    const [otherwise] = await world.pieces("O");
    await publish("A", 1);
    await publish("BC", 2);
    return {
      rule: () => ({ kind: "podcast", feedId, which: "from-first", season: 2, otherwise }),
      visits: [{ hears: "B" }, { hears: "C" }],
    };
  },

  "a podcast's episodes that nobody heard": async (world) => {
    const { feedId, publish } = await aPodcast(world);
    const [otherwise] = await world.pieces("O");
    await publish("ABC");
    return {
      rule: () => ({ kind: "podcast", feedId, which: "unheard", otherwise }),
      visits: [{ hears: "C" }, { hears: "D", before: () => publish("DE") }],
    };
  },

  "a podcast, an episode a day": async (world) => {
    const { feedId, publish } = await aPodcast(world);
    const [otherwise] = await world.pieces("O");
    await publish("ABC");
    return {
      rule: () => ({ kind: "podcast", feedId, which: "a-day", otherwise }),
      visits: [{ hears: "A" }, { hears: "B", afterMs: 0 }, { hears: "B" }],
    };
  },

  "words of the day, and none of yesterday": async (world) => {
    const [otherwise] = await world.pieces("O");
    const today = letterOfDay(localTime(world.clock.nowMs(), home).weekday);
    const tomorrow = letterOfDay(localTime(world.clock.nowMs() + 2 * hourMs, home).weekday);
    const greeting = "Good morning, Mia. It is {weekday}.";
    const speak = () => speakWhatIsDue(world);
    return {
      rule: () => ({ kind: "today", greeting, from: "05:00", otherwise }),
      visits: [
        { hears: today, before: speak },
        { hears: "O", before: speak, afterMs: 0 },
        { hears: tomorrow, before: speak, afterMs: 7 * hourMs },
      ],
    };
  },

  "messages, each until it was heard": async (world) => {
    const [otherwise] = await world.pieces("O");
    return {
      rule: () => ({ kind: "mailbox", otherwise }),
      visits: [
        { hears: "P", before: (streams) => leaveMessages(world, streams, "PQ") },
        { hears: "Q", afterMs: 60_000 },
        { hears: "O" },
      ],
    };
  },

  "a radio station is passed on, and something else while it is silent": async (world) => {
    const [otherwise] = await world.pieces("O");
    const station = await aRadioStation(world, "RSTUVW");
    world.defer(station);
    return {
      rule: () => ({ kind: "radio", url: station.url, otherwise }),
      visits: [
        { hears: "O", before: async () => station.fallSilent() },
        {
          // On and on, but for what was said while nobody was connected.
          hears: (heard, runs) => "RSTUVW".startsWith(heard.toUpperCase()) && secondsOf(runs) > 6,
          forMs: 16_000,
          before: async () => station.speak(),
          meanwhile: () => station.breakOff(),
        },
      ],
    };
  },
};
