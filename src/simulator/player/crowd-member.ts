import type { PretendChance } from "../chance.ts";
import type { PretendClock, Timer } from "../clock.ts";
import type { PlayerCard } from "./player-card.ts";
import { step } from "./player-machine.ts";
import { newPlayer, type PlayerHabits, type PlayerModel } from "./player-model.ts";
import type { Report } from "./player-reports.ts";
import type { Settings } from "./settings.ts";
import type { Effect, Input } from "./turn.ts";
import { createWakeTimer } from "./wake-timer.ts";

/** A player without sockets: the same machine as a virtual player, but its tracks only pass time. */
export type CrowdMember = {
  happen(input: Input): void;
  model(): PlayerModel;
  close(): void;
};

type Deps = {
  readonly clock: PretendClock;
  readonly chance: PretendChance;
  readonly deviceId: string;
  readonly family: string;
  readonly saysLegacy: boolean;
  readonly say: (topic: string, payload: Report, retain: boolean) => void;
  readonly settings: () => Settings;
  readonly card: (cardId: string) => PlayerCard | undefined;
  readonly tellsBeforeFetching?: PlayerHabits["tellsBeforeFetching"];
  /** Told of everything that happens to it, with what it was before and is after. */
  readonly onStep?: (input: Input, before: PlayerModel, after: PlayerModel) => void;
};

/** How long the broker takes to miss a player that vanished, and how long a track of unknown length lasts. */
const missedAfterMs = 90_000;
const usualTrackSeconds = 180;

export function createCrowdMember(deps: Deps): CrowdMember {
  const { clock, chance, deviceId, say } = deps;
  const habits = {
    saysLegacy: deps.saysLegacy,
    saysStatusByItself: true,
    tellsBeforeFetching: deps.tellsBeforeFetching ?? "never",
    saysText: false,
  };
  let model: PlayerModel = { ...newPlayer(deviceId, deps.family, habits, clock.nowMs()), activity: "idle" };
  let sound: { number: number; seconds: number; sinceMs: number; length: number; isOn: boolean } | undefined;
  let end: Timer | undefined;
  let will: Timer | undefined;
  const queue: Input[] = [];
  let busy = false;

  const position = () => {
    if (sound === undefined) return 0;
    const passed = sound.isOn ? (clock.nowMs() - sound.sinceMs) / 1_000 : 0;
    return Math.min(sound.length, sound.seconds + passed);
  };

  /** Lets the track run on from where it is, or holds it. */
  const run = (isOn: boolean) => {
    end?.cancel();
    if (sound === undefined) return;
    const playing = sound;
    playing.seconds = position();
    playing.sinceMs = clock.nowMs();
    playing.isOn = isOn;
    if (!isOn) return;
    end = clock.after((playing.length - playing.seconds) * 1_000, () =>
      happen({ kind: "sound", sound: playing.number, news: { what: "ended" } }),
    );
  };

  const act = (effect: Effect) => {
    switch (effect.do) {
      case "event":
        if (deps.saysLegacy) say("events", effect.payload, false);
        return say("data/events", effect.payload, false);
      case "say":
        if (effect.topic === "status" && !deps.saysLegacy) return;
        return say(effect.topic, effect.payload, effect.topic === "presence");
      case "connect":
        will?.cancel();
        return void queue.push({ kind: "contact", online: true });
      case "disconnect":
        if (effect.how === "silent")
          will = clock.after(missedAfterMs, () => say("presence", { state: "offline" }, true));
        return;
      case "get-settings":
        return void queue.push({ kind: "settings-read", settings: deps.settings() });
      case "get-card":
        return void queue.push({ kind: "card-read", wish: effect.wish, card: deps.card(effect.cardId) });
      case "start-sound": {
        const length = effect.track.durationSeconds || usualTrackSeconds;
        sound = {
          number: effect.sound,
          seconds: effect.fromSeconds,
          sinceMs: clock.nowMs(),
          length,
          isOn: false,
        };
        run(true);
        return void queue.push({ kind: "sound", sound: effect.sound, news: { what: "playing" } });
      }
      case "pause-sound":
        return run(false);
      case "resume-sound":
        return run(true);
      case "stop-sound":
        end?.cancel();
        sound = undefined;
        return;
      case "keep-card":
      case "beep":
        return;
    }
  };

  const happen = (input: Input) => {
    queue.push(input);
    if (busy) return;
    busy = true;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { model: after, does } = step(model, next, {
        atMs: clock.nowMs(),
        chance,
        isStored: () => false,
        heard: sound && { positionSeconds: position(), lengthSeconds: sound.length },
      });
      const before = model;
      model = after;
      deps.onStep?.(next, before, after);
      for (const effect of does) act(effect);
    }
    busy = false;
    wakes.plan();
  };
  const wakes = createWakeTimer(
    clock,
    () => model,
    (name) => happen({ kind: "wake", name }),
  );

  return {
    happen,
    model: () => ({ ...model, positionSeconds: sound === undefined ? model.positionSeconds : position() }),
    close: () => {
      wakes.close();
      end?.cancel();
      will?.cancel();
    },
  };
}
