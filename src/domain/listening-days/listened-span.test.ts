import { expect, test } from "vitest";
import { PlayerId, YotoAccountId, YotoCardId } from "../ids.ts";
import type { Playback, PlayerState } from "../players/player-state.ts";
import { closed, type ListenedSpan, listen, type OpenSpan } from "./listened-span.ts";

const startMs = Date.UTC(2030, 0, 1);
const cardId = YotoCardId("STORY");
const playing = (more: Partial<Playback> = {}): Playback => ({
  status: "playing",
  cardId,
  chapter: { key: "01" },
  position: { seconds: 0, atMs: startMs },
  ...more,
});
const state = (playback: Playback, online = true): PlayerState => ({
  playerId: PlayerId("y2"),
  accountId: YotoAccountId("a"),
  name: "Kitchen",
  family: "v3",
  presence: { is: online ? "online" : "offline", sinceMs: startMs },
  playback,
  status: {},
});
const stopped: Playback = { status: "stopped" };
/** Milliseconds listened to over states at seconds after the start. */
function spansOver(...seen: readonly (readonly [seconds: number, after: PlayerState, heard?: boolean])[]) {
  let open: OpenSpan | undefined;
  let before = state(stopped);
  const spans: ListenedSpan[] = [];
  for (const [seconds, after, heard = true] of seen) {
    const listened = listen(open, before, after, startMs + seconds * 1000, heard);
    spans.push(...listened.spans);
    open = listened.open;
    before = after;
  }
  return [...spans, ...closed(open)].map(({ fromMs, untilMs, chapterKey }) => [
    (fromMs - startMs) / 1000,
    (untilMs - startMs) / 1000,
    chapterKey,
  ]);
}

test("listening goes from report to report, and ends with a pause", () => {
  const on = state(playing());
  expect(
    spansOver([0, on], [5, on], [10, on], [12, state(playing({ status: "paused" }))], [60, on], [65, on]),
  ).toEqual([
    [0, 12, "01"],
    [60, 65, "01"],
  ]);
});

test("chapters are told apart, and waiting for data is no listening", () => {
  const two = state(playing({ chapter: { key: "02" } }));
  const waiting = state(playing({ chapter: { key: "02" }, waitingForData: true }));
  expect(spansOver([0, state(playing())], [5, waiting], [8, two], [13, two])).toEqual([
    [0, 5, "01"],
    [8, 13, "02"],
  ]);
});

test("a long silence counts when the position vouches for it, and else for a moment only", () => {
  const on = state(playing());
  const elsewhere = state(playing({ position: { seconds: 3, atMs: startMs + 100_000 } }));
  expect(spansOver([0, on], [100, on])).toEqual([[0, 100, "01"]]);
  expect(spansOver([0, on], [100, elsewhere], [105, elsewhere])).toEqual([
    [0, 5, "01"],
    [100, 105, "01"],
  ]);
});

test("going offline ends it, and what a status says neither begins nor prolongs it", () => {
  const on = state(playing());
  expect(spansOver([0, on], [5, on], [9, state(playing(), false), false], [20, on], [25, on])).toEqual([
    [0, 5, "01"],
    [20, 25, "01"],
  ]);
});

test("a long listening comes in pieces of two minutes", () => {
  const on = state(playing());
  const reports = Array.from({ length: 61 }, (_, at) => [at * 5, on] as const);
  expect(spansOver(...reports)).toEqual([
    [0, 120, "01"],
    [120, 240, "01"],
    [240, 300, "01"],
  ]);
});
