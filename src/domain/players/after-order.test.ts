import { describe, expect, test } from "vitest";
import { aKitchen } from "../../../test/http/a-kitchen.ts";
import { afterOrder } from "./after-order.ts";

const state = aKitchen();

describe("what is remembered of an order that took effect", () => {
  test("nothing, where reports tell it all", () => {
    expect(afterOrder(state, { do: "pause" }, 5_000)).toBe(state);
  });

  test("since when the player is a loudspeaker, for it looks switched off then", () => {
    const { loudspeakerSinceMs } = afterOrder(state, { do: "bluetooth-on", as: "speaker" }, 5_000);
    expect(loudspeakerSinceMs).toBe(5_000);
  });

  test("what the seconds of a sleep timer were to mean, until somebody sets another", () => {
    const timed = { ...state, sleepTimerEndsAtMs: 60_000 };
    const ends = afterOrder(timed, { do: "set-sleep-timer", seconds: 60, endOf: "track" }, 5_000);
    expect(ends.sleepEndsWith).toEqual({ of: "track", timerMs: 60_000 });
    expect(afterOrder(ends, { do: "set-sleep-timer", seconds: 60 }, 6_000).sleepEndsWith).toBeUndefined();
  });
});
