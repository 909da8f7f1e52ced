import type { PretendClock, Timer } from "../clock.ts";
import type { Input } from "./turn.ts";
import type { PlayerControls } from "./virtual-player.ts";

const knobStepMs = 200;

/** The hands on a player: each call becomes something that happens to it. */
export function createPlayerControls(
  clock: PretendClock,
  happen: (input: Input) => void,
): PlayerControls & { close(): void } {
  const turning = new Set<Timer>();

  return {
    insertCard: (cardId) => happen({ kind: "insert", cardId }),
    removeCard: () => happen({ kind: "remove" }),
    turnVolume: (steps) => {
      const turn = () => happen({ kind: "turn-left", step: steps > 0 ? 1 : -1 });
      if (steps !== 0) turn();
      for (let step = 1; step < Math.abs(steps); step += 1) {
        const timer = clock.after(step * knobStepMs, () => {
          turning.delete(timer);
          turn();
        });
        turning.add(timer);
      }
    },
    turnSkip: (direction) => happen({ kind: "turn-right", direction }),
    pressLeft: () => happen({ kind: "press-left" }),
    pressRight: (times = 1) => happen({ kind: "press-right", times }),
    holdLeft: () => happen({ kind: "hold-left" }),
    pressPower: () => happen({ kind: "power" }),
    holdPower: () => happen({ kind: "hold-power" }),
    plugCharger: () => happen({ kind: "charger", plugged: true }),
    unplugCharger: () => happen({ kind: "charger", plugged: false }),
    setBattery: (percent) => happen({ kind: "battery", percent }),
    plugHeadphones: (plugged) => happen({ kind: "headphones", plugged }),
    loseWifi: () => happen({ kind: "wifi", there: false }),
    findWifi: () => happen({ kind: "wifi", there: true }),
    setClockWrongBy: (seconds) => happen({ kind: "clock-wrong", seconds }),
    close: () => {
      for (const timer of turning) timer.cancel();
    },
  };
}

/** The inputs that come from outside by hand; the journal tells each of them. */
export const handInputs: ReadonlySet<Input["kind"]> = new Set<Input["kind"]>([
  "power",
  "hold-power",
  "insert",
  "remove",
  "turn-left",
  "turn-right",
  "press-left",
  "press-right",
  "hold-left",
  "charger",
  "battery",
  "headphones",
  "wifi",
  "clock-wrong",
]);
