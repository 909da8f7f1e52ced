import { expect, test } from "vitest";
import { type FixedClock, fixedClock } from "../adapters/memory/clock.ts";
import { createAgenda } from "./agenda.ts";
import { createPlayerAsks, type PlayerAsks, type Report } from "./player-asks.ts";

/** What goes out, and when, to a player that answers after `replyMs`. */
async function asked(
  replyMs: number | undefined,
  act: (asks: PlayerAsks, run: FixedClock["run"], advance: FixedClock["advance"]) => Promise<void>,
) {
  const clock = fixedClock(1_000_000);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const agenda = createAgenda({ clock, log });
  const stop = new AbortController();
  const running = agenda.run(stop.signal);
  const out: [Report, number][] = [];
  const asks = createPlayerAsks({
    agenda,
    say: async (report) => {
      out.push([report, clock.nowMs() - 1_000_000]);
      if (replyMs !== undefined)
        agenda.after(replyMs, () => asks.heard(report === "playback" ? "playback" : "status"));
      return true;
    },
  });
  await act(asks, clock.run, clock.advance);
  stop.abort();
  await running;
  return out;
}

test("what is in doubt just after an answer is asked for once more, five seconds later, and no sooner", async () => {
  const out = await asked(150, async (asks, run) => {
    asks.ask("playback");
    await run(1_000);
    for (let doubt = 0; doubt < 12; doubt++) {
      asks.ask("playback");
      await run(1_000);
    }
  });
  expect(out.map(([, atMs]) => Math.round(atMs / 1_000))).toEqual([0, 5, 10]);
});

test("without an answer it is asked three times for playback and twice for a status", async () => {
  const out = await asked(undefined, async (asks, run) => {
    asks.ask("playback");
    asks.ask("status");
    await run(10_000);
  });
  expect(out.map(([what]) => what).toSorted()).toEqual([
    "playback",
    "playback",
    "playback",
    "status",
    "status",
  ]);
});

test("who looks late for an answer looks once more before asking again: it may be among what is not read yet", async () => {
  const out = await asked(undefined, async (asks, run, advance) => {
    asks.ask("playback");
    await run(0);
    advance(5_000);
    await run(100);
    asks.heard("playback");
    await run(10_000);
  });
  expect(out).toEqual([["playback", 0]]);
});
