import { describe, expect, test } from "vitest";
import type { Analyzed, NewAnalyzed } from "../domain/analyzed.ts";
import type { Analyzer } from "./analyzer.ts";

/** Who hears and who looks, in one process or in two, and a way to let a minute pass. */
export type AnalyzerRig = {
  readonly hearing: Analyzer;
  readonly looking: Analyzer;
  minutePasses(): Promise<void>;
};

const message = (topic: string, playerId = "y2a"): NewAnalyzed => ({
  is: "message",
  playerId,
  topic,
  payload: "{}",
  read: { volume: 3 },
  changed: {},
  actions: [{ what: "volume-changed" }],
});
const request: NewAnalyzed = {
  is: "stream-request",
  streamId: "s1",
  slot: "01",
  method: "GET",
  status: 206,
  listener: "abc",
  audioId: "a1",
};
const whatOf = (entry: Analyzed) => ("topic" in entry ? entry.topic : entry.is);

/** What every {@link Analyzer} promises. */
export function analyzerContract(name: string, make: () => AnalyzerRig): void {
  describe(`${name} as analyzer`, () => {
    /** Somebody looks, and whoever hears knows it. */
    const watched = async () => {
      const rig = make();
      await rig.looking.recent({}, 1);
      await rig.minutePasses();
      await rig.looking.recent({}, 1);
      const hear = async (...entries: NewAnalyzed[]) => {
        for (const entry of entries) rig.hearing.add(entry);
        await rig.hearing.settled();
      };
      const seen = async (wanted: Parameters<Analyzer["recent"]>[0] = {}, limit = 100) =>
        (await rig.looking.recent(wanted, limit)).entries.map(whatOf);
      return { ...rig, hear, seen };
    };

    test("what is heard is seen as it was told, the newest first, and ids tell the order", async () => {
      const { hear, seen, looking } = await watched();
      await hear(message("one"), message("two"));
      await hear(request);
      expect(await seen()).toEqual(["stream-request", "two", "one"]);
      expect(await seen({}, 2)).toEqual(["stream-request", "two"]);
      const { entries } = await looking.recent({}, 10);
      expect(entries.at(-1)).toMatchObject(message("one"));
      expect(entries.map(({ id }) => id)).toEqual(
        entries
          .map(({ id }) => id)
          .sort()
          .reverse(),
      );
      expect(new Set(entries.map(({ id }) => id)).size).toBe(3);
    });

    test("it is filtered by player, kind and text; a player's messages keep the requests of their moment", async () => {
      const { hear, seen } = await watched();
      await hear(message("one"), message("two", "y2b"), request);
      expect(await seen({ playerId: "y2a" })).toEqual(["stream-request", "one"]);
      expect(await seen({ is: "message" })).toEqual(["two", "one"]);
      expect(await seen({ text: "TWO" })).toEqual(["two"]);
    });

    test("older ones are read on from the last that was seen", async () => {
      const { hear, looking, seen } = await watched();
      await hear(message("one"), message("two"), message("three"));
      const [newest] = (await looking.recent({}, 1)).entries;
      expect(await seen({ before: newest?.id ?? "" })).toEqual(["two", "one"]);
    });

    test("a look goes on where the last one ended, whatever it was for", async () => {
      const { hear, looking, seen, minutePasses } = await watched();
      await hear(message("one"));
      await minutePasses();
      const { upTo } = await looking.recent({ text: "nothing has this" }, 10);
      expect(await seen({ after: upTo })).toEqual([]);
      await hear(message("two"));
      expect(await seen({ after: upTo })).toEqual(["two"]);
    });

    test("who comes is shown what was heard shortly before, too", async () => {
      const { hearing, looking, minutePasses } = make();
      hearing.add(message("before"));
      await hearing.settled();
      await looking.recent({}, 10);
      await minutePasses();
      hearing.add(message("after"));
      await hearing.settled();
      const { entries } = await looking.recent({}, 10);
      expect(entries.map(whatOf)).toEqual(["after", "before"]);
    });

    test("who waits is woken by what comes, and by its signal", async () => {
      const { hear, looking, minutePasses } = await watched();
      const { upTo } = await looking.recent({}, 10);
      const stop = new AbortController();
      const woken = looking.more(upTo, stop.signal);
      await hear(message("one"));
      await minutePasses();
      await woken;
      const last = looking.more((await looking.recent({}, 10)).upTo, stop.signal);
      stop.abort();
      await last;
      await looking.more(upTo, stop.signal);
    });
  });
}
