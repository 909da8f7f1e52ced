import fc from "fast-check";
import { expect, test } from "vitest";
import { PlayerId } from "../domain/ids.ts";
import type { PlayerMessage } from "../domain/players/player-message.ts";
import { markOf, marksKept, notHeardYet } from "./heard-marks.ts";

const says = (online: boolean, atMs = 0): PlayerMessage => ({
  kind: "presence",
  playerId: PlayerId("one"),
  topic: "t",
  online,
  arrivedAtMs: atMs,
});
const tell = (which: number): PlayerMessage => ({ ...says(true), topic: `t${which}` });
const kept = (messages: readonly PlayerMessage[]) => messages.map(markOf).slice(-marksKept);

test("a message is the same one whenever it came, and another one when it says something else", () => {
  expect(markOf(says(true, 1))).toBe(markOf(says(true, 2)));
  expect(markOf(says(true))).not.toBe(markOf(says(false)));
});

test("what the predecessor heard is left out, and what came after it is kept, wherever we began to listen", () => {
  const told = fc.array(fc.integer({ min: 0, max: 1000 }).map(tell), { maxLength: 40 });
  const unique = told.map((messages) => messages.filter((each, at) => messages.indexOf(each) === at));
  fc.assert(
    fc.property(unique, fc.nat(), fc.nat(), (all, listenedFrom, heardUntil) => {
      const distinct = all.filter((each, at) => all.findIndex((other) => other.topic === each.topic) === at);
      const until = heardUntil % (distinct.length + 1);
      const from = listenedFrom % (until + 1);
      const missed = notHeardYet(distinct.slice(from), kept(distinct.slice(0, until)));
      expect(missed).toEqual(distinct.slice(until));
    }),
  );
});

test("nothing is ever lost, however much alike the messages are", () => {
  const alike = fc.array(fc.integer({ min: 0, max: 2 }).map(tell), { maxLength: 30 });
  fc.assert(
    fc.property(alike, fc.nat(), fc.nat(), (all, listenedFrom, heardUntil) => {
      const until = heardUntil % (all.length + 1);
      const from = listenedFrom % (until + 1);
      const missed = notHeardYet(all.slice(from), kept(all.slice(0, until)));
      // Among equal messages some may come twice; the end of what came is always there unless it was heard.
      if (until - from < marksKept) return;
      expect(missed.length).toBeGreaterThanOrEqual(0);
      expect(all.slice(all.length - missed.length)).toEqual(missed);
    }),
  );
});
