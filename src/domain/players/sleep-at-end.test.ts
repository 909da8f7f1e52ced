import { expect, test } from "vitest";
import type { CardFacts, CardTrack } from "../cards/card-facts.ts";
import { PlayerId, YotoAccountId, YotoCardId } from "../ids.ts";
import type { Playback, PlayerState } from "./player-state.ts";
import { secondsToEndOf } from "./sleep-at-end.ts";

const aTrack = (chapterKey: string, trackKey: string, seconds?: number): CardTrack => ({
  chapterKey,
  trackKey,
  chapterTitle: "",
  trackTitle: "",
  ...(seconds === undefined ? {} : { seconds }),
});
const card = (...tracks: CardTrack[]): CardFacts => ({
  yotoCardId: YotoCardId("abcde"),
  title: "A card",
  interactive: false,
  navigable: true,
  tracks,
});
const playing = (some: Partial<Playback> = {}): PlayerState => ({
  playerId: PlayerId("y2"),
  accountId: YotoAccountId("a"),
  name: "Kitchen",
  family: "v3",
  presence: { is: "online", sinceMs: 0 },
  playback: {
    status: "playing",
    cardId: YotoCardId("abcde"),
    chapter: { key: "01" },
    track: { key: "01", seconds: 100 },
    position: { seconds: 30, atMs: 0 },
    ...some,
  },
  status: {},
});

test("the rest of the track, moved on since the last report and never a second too long", () => {
  expect(secondsToEndOf("track", playing(), undefined, 5_400)).toEqual({ ok: true, seconds: 64 });
  expect(secondsToEndOf("track", playing(), undefined, 900_000)).toEqual({ ok: true, seconds: 1 });
});

test("the rest of the chapter counts the later tracks of this chapter only", () => {
  const facts = card(aTrack("01", "01", 100), aTrack("01", "02", 50), aTrack("02", "03", 70));
  expect(secondsToEndOf("chapter", playing(), facts, 0)).toEqual({ ok: true, seconds: 120 });
});

test("what nobody knows the length of is refused, not guessed", () => {
  const unknown = { ok: false, why: "unknown-length" };
  expect(secondsToEndOf("track", playing({ track: { key: "01" } }), undefined, 0)).toEqual(unknown);
  expect(secondsToEndOf("chapter", playing(), undefined, 0)).toEqual(unknown);
  const facts = card(aTrack("01", "01", 100), aTrack("01", "02"));
  expect(secondsToEndOf("chapter", playing(), facts, 0)).toEqual(unknown);
});

test("the card tells the length where the player does not", () => {
  const stream = playing({ track: { key: "01", seconds: 0 } });
  expect(secondsToEndOf("track", stream, card(aTrack("01", "01", 90)), 0)).toEqual({ ok: true, seconds: 60 });
});

test("nothing that plays has no end", () => {
  const stopped = playing({ status: "stopped" });
  expect(secondsToEndOf("track", stopped, undefined, 0)).toEqual({ ok: false, why: "nothing-playing" });
});
