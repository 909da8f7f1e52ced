import type { ActionKind, Cause } from "../src/domain/actions/action.ts";
import { isSounding, type PlayerModel } from "../src/simulator/player/player-model.ts";
import type { Input } from "../src/simulator/player/turn.ts";

/** What really happened, as the player itself knows it. */
export type Truth = {
  readonly atMs: number;
  readonly what: ActionKind;
  readonly cause: Cause;
  readonly steps?: number;
  /** Nobody could see it: it may be told when its result shows, or not at all. */
  readonly unseen?: boolean;
};

/** Turns of the knob closer together are one. */
const oneTurnMs = 2_000;

/** Watches a player from the inside. `isHeard`: whether anybody listens to it now. */
export function createTruth(nowMs: () => number, isHeard: () => boolean) {
  let told: (Truth & { steps?: number })[] = [];
  let booting: "child" | "us" | undefined;
  let bootedWith: string | undefined;
  let justBooted = false;
  let wished: Cause = "child";
  let knob: { truth: { steps: number }; lastAtMs: number } | undefined;

  const seen = (could = true) => (could && isHeard() ? {} : { unseen: true });
  const tell = (what: ActionKind, cause: Cause) => void told.push({ atMs: nowMs(), what, cause, ...seen() });
  const removed = ({ slot, isOnline }: PlayerModel) => {
    if (slot !== undefined)
      told.push({ atMs: nowMs(), what: "card-removed", cause: "child", ...seen(isOnline) });
  };
  const volume = (before: PlayerModel, after: PlayerModel, cause: Cause) => {
    if (before.volume === after.volume) return;
    const by = after.volume - before.volume;
    if (cause === "child" && knob !== undefined && nowMs() - knob.lastAtMs <= oneTurnMs) {
      knob.truth.steps += by;
      knob.lastAtMs = nowMs();
      return;
    }
    const truth = { atMs: nowMs(), what: "volume-changed" as const, cause, steps: by, ...seen() };
    told.push(truth);
    knob = cause === "child" ? { truth, lastAtMs: nowMs() } : undefined;
  };
  const paused = (before: PlayerModel, after: PlayerModel, cause: Cause) => {
    if (before.activity === "playing" && after.activity === "paused") tell("playback-paused", cause);
    if (before.activity === "paused" && after.activity === "playing") tell("playback-resumed", cause);
  };
  const began = (before: PlayerModel, after: PlayerModel) =>
    after.activity === "playing" && after.sound !== before.sound;

  return {
    told: (): readonly Truth[] => told,
    forget: () => {
      told = [];
      knob = undefined;
    },
    step(input: Input, before: PlayerModel, after: PlayerModel) {
      const stopped = isSounding(before) && !isSounding(after);
      switch (input.kind) {
        case "insert":
          wished = "child";
          return removed(before);
        case "remove":
          return removed(before);
        case "card-read": {
          if (!began(before, after)) return;
          const source = after.source;
          if (source === "shortcut" || source === "alarm") return tell("card-started", source);
          if (source !== "card") {
            const same = isSounding(before) && before.card?.cardId === after.card?.cardId;
            return tell(same ? wayOf(before, after) : "card-started", wished);
          }
          if (justBooted) {
            justBooted = false;
            return bootedWith === after.slot
              ? tell("card-started", "player")
              : tell("card-inserted", "child");
          }
          return tell("card-inserted", "child");
        }
        case "turn-right":
          if (!began(before, after)) return;
          return tell(wayOf(before, after), "child");
        case "press-left":
          if (stopped) return tell("playback-stopped", "child");
          if (began(before, after))
            tell(
              isSounding(before) || before.index !== after.index ? "choice-made" : "card-started",
              "child",
            );
          return;
        case "press-right":
          if (stopped) return tell("playback-stopped", "child");
          // A button of a story also counts after it has stopped, and leads elsewhere; else the card goes on.
          if (began(before, after)) {
            const chooses = after.card?.interactive === true && before.index !== after.index;
            return tell(isSounding(before) || chooses ? "choice-made" : "card-started", "child");
          }
          return paused(before, after, "child");
        case "turn-left":
          paused(before, after, "child");
          return volume(before, after, "child");
        case "sound":
          if (input.news.what !== "ended") return;
          if (began(before, after)) return tell("track-ended", "player");
          if (stopped) tell("card-ended", "player");
          return;
        case "power":
        case "hold-power":
          if (after.activity === "off" && before.activity !== "off") {
            bootedWith = after.slot;
            return tell("powered-off", "child");
          }
          booting = "child";
          return;
        case "command": {
          const who: Cause = input.read.requestId?.startsWith("app-") ? "app" : "us";
          const what = input.read.command?.do;
          if (what === "start") wished = who;
          if (what === "reboot") {
            booting = "us";
            bootedWith = after.slot;
            return tell("went-offline", who);
          }
          if (stopped) return tell("playback-stopped", who);
          if (what === "resume" && began(before, after)) return tell("card-started", who);
          paused(before, after, who);
          return volume(before, after, who);
        }
        case "wake":
          return wake(input.name, before, after, stopped);
        case "contact":
          if (after.isOnline && booting !== undefined) {
            justBooted = after.slot !== undefined;
            tell("powered-on", booting);
            booting = undefined;
          }
          return;
        default:
          return;
      }
    },
  };

  function wake(name: string, before: PlayerModel, after: PlayerModel, stopped: boolean) {
    switch (name) {
      case "sleep":
        if (stopped) tell("playback-stopped", "timer");
        return;
      case "mode":
        if (before.isDay !== undefined && before.isDay !== after.isDay)
          tell(after.isDay ? "day-began" : "night-began", "player");
        return;
      case "alarm":
        return volume(before, after, "alarm");
      case "shutdown":
      case "battery":
        bootedWith = after.slot;
        return tell("powered-off", "player");
      default:
        return;
    }
  }
}

function wayOf(before: PlayerModel, after: PlayerModel): ActionKind {
  if (before.index === after.index) return "track-restarted";
  return after.index > before.index ? "next-track" : "previous-track";
}
