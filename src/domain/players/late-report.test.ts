import { expect, test } from "vitest";
import { PlayerId, YotoCardId } from "../ids.ts";
import { judgeOrder, type ReportOrder } from "./late-report.ts";
import type { PlaybackReport, PlayerMessage } from "./player-message.ts";

const startSeconds = Date.UTC(2030, 0, 1) / 1000;
const cardId = YotoCardId("STORY");
/** What a player says at `atSeconds` of its own clock, which is `wrongBy` seconds off, and what comes `afterMs` later. */
const said = (report: PlaybackReport, atSeconds: number, afterMs = 50, wrongBy = 0): PlayerMessage => ({
  playerId: PlayerId("y2"),
  topic: "t",
  kind: "playback",
  report,
  eventUtcSeconds: startSeconds + Math.floor(atSeconds) + wrongBy,
  arrivedAtMs: (startSeconds + atSeconds) * 1000 + afterMs,
});
const playing = (positionSeconds: number, trackKey = "01"): PlaybackReport => ({
  cardId,
  status: "playing",
  chapterKey: trackKey,
  trackKey,
  positionSeconds,
});
const verdicts = (...messages: readonly PlayerMessage[]) => {
  let order: ReportOrder = {};
  return messages.map((message) => {
    const judged = judgeOrder(order, message);
    order = judged.order;
    return judged.is;
  });
};

test("reports that come as they were said are in order, whatever the player's clock shows", () => {
  for (const wrongBy of [0, -86_400 * 365, 7_000_000])
    expect(
      verdicts(
        said(playing(0), 0, 50, wrongBy),
        said(playing(5), 5, 50, wrongBy),
        said(playing(10), 10, 50, wrongBy),
      ),
    ).toEqual(["in-order", "in-order", "in-order"]);
});

test("a report that a newer one has overtaken is late", () => {
  expect(verdicts(said(playing(10), 10), said(playing(5), 5, 5_100))).toEqual(["in-order", "late"]);
});

test("within one second, the state before the last is late, and what else contradicts is doubtful", () => {
  expect(verdicts(said(playing(5), 5), said(playing(0, "02"), 5.2), said(playing(5), 5.1, 200))).toEqual([
    "in-order",
    "doubtful",
    "late",
  ]);
  expect(
    verdicts(said({ volumeSteps: 5 }, 1), said({ volumeSteps: 7 }, 1.3), said({ volumeSteps: 6 }, 1.1, 300)),
  ).toEqual(["in-order", "in-order", "doubtful"]);
});

test("an end in the second of another report is in order, although it looks like the end before", () => {
  const ended: PlaybackReport = { ...playing(26), cardId: "none", status: "stopped" };
  expect(
    verdicts(
      said(playing(25), 25),
      said(ended, 26),
      said(playing(0), 40),
      said(playing(25), 65),
      said({ volumeSteps: 7 }, 66.1),
      said(ended, 66.4),
    ),
  ).not.toContain("late");
});

test("what was held up for seconds and is from the same second as the newest is late", () => {
  expect(
    verdicts(
      said({ volumeSteps: 5 }, 1),
      said({ volumeSteps: 7 }, 2.3),
      said({ volumeSteps: 6 }, 2.1, 3_000),
    ),
  ).toEqual(["in-order", "in-order", "late"]);
});

test("what was held up and is the newest all the same is in order, and says how late it is", () => {
  const first = judgeOrder({}, said(playing(0), 0));
  const judged = judgeOrder(first.order, said(playing(5), 5, 4_050));
  expect(judged.is).toBe("in-order");
  expect(judged.heldUpMs).toBeCloseTo(4_000, -2);
});

test("our own clock may be set by seconds or hours: nothing said since is late, or held up for long", () => {
  for (const setByMs of [-7_200_000, -5_000, 5_000, 3_000_000]) {
    const before = judgeOrder(judgeOrder({}, said(playing(0), 0)).order, said(playing(5), 5));
    const first = judgeOrder(before.order, said({ cardId, status: "stopped" }, 10.2, 50 + setByMs));
    const inItsSecond = judgeOrder(first.order, said(playing(0, "02"), 10.2, 60 + setByMs));
    const next = judgeOrder(inItsSecond.order, said(playing(5, "02"), 15.2, 50 + setByMs));
    expect([first.is, inItsSecond.is, next.is]).toEqual(["in-order", "doubtful", "in-order"]);
    expect(first.heldUpMs ?? 0).toBeLessThan(60_000);
    expect(next.heldUpMs).toBeUndefined();
  }
});

test("a message from long ago is late; a clock that was set back is believed from the second report on", () => {
  expect(verdicts(said(playing(100), 100), said(playing(5), 5, 95_200))).toEqual(["in-order", "late"]);
  expect(
    verdicts(
      said(playing(100), 100),
      said(playing(105), 105, 50, -3_600),
      said(playing(110), 110, 50, -3_600),
      said(playing(115), 115, 50, -3_600),
    ),
  ).toEqual(["in-order", "late", "in-order", "in-order"]);
});

test("without a clock of the player's nothing is judged", () => {
  const { eventUtcSeconds: _, ...timeless } = said(playing(5), 5) as PlayerMessage & { kind: "playback" };
  expect(judgeOrder({}, timeless)).toEqual({ is: "in-order", order: {} });
});
