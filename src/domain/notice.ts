import type { Command, OrderOutcome } from "./command.ts";
import { type Expectation, isLive } from "./expectation.ts";
import type { CommandId, YotoCardId } from "./ids.ts";
import { known } from "./known.ts";
import type { Playback, PlayerState } from "./player-state.ts";

type Place = { readonly cardId?: YotoCardId; readonly chapterKey?: string; readonly trackKey?: string };

/** Something that happened to a player, as plainly as two states and our own orders can tell it. */
export type Happening =
  | ({ readonly what: "card-inserted" | "card-started" | "card-removed" } & Place)
  | ({ readonly what: "playback-started" | "playback-paused" | "playback-stopped" } & Place)
  | ({ readonly what: "track-started"; readonly title?: string } & Place)
  | { readonly what: "volume-changed"; readonly fromSteps?: number; readonly toSteps: number }
  | { readonly what: "volume-limit-changed"; readonly fromSteps?: number; readonly toSteps: number }
  | { readonly what: "day-began" | "night-began" }
  | { readonly what: "came-online" | "went-offline"; readonly why?: string }
  /** Between the two moments nobody listened: what happened then is known only by its result. */
  | { readonly what: "gap"; readonly fromMs: number; readonly untilMs: number; readonly cause: GapCause }
  | { readonly what: "order-settled"; readonly do: Command["do"]; readonly outcome: OrderOutcome["is"] };

/** Why nobody listened for a while. */
export type GapCause = "connection-lost" | "listener-stopped" | "too-much-at-once";

/** A happening, and the order of ours that brought it about. */
export type Noticed = Happening & { readonly orderId?: CommandId };

/** What happened between two successive states of a player, in the order a person would tell it. */
export function notice(
  before: PlayerState,
  after: PlayerState,
  expectations: readonly Expectation[],
  atMs: number,
): readonly Noticed[] {
  if (before === after) return [];
  const live = expectations.filter((each) => isLive(each, atMs) && mayStillAct(each));
  return [
    ...aboutPresence(before, after),
    ...aboutPlayback(before.playback, after.playback),
    ...aboutRest(before, after),
  ].map((happening) => {
    const cause = live.find(({ order }) => explains(order.command, happening));
    return cause === undefined ? happening : { ...happening, orderId: cause.order.id };
  });
}

/** A command acts once: what comes after its effect is somebody else's doing, unless its effect comes in parts. */
function mayStillAct({ order, outcome }: Expectation): boolean {
  if (outcome.is === "refused") return false;
  return outcome.is !== "took-effect" || order.command.do === "stop" || order.command.do === "reboot";
}

function aboutPresence(before: PlayerState, after: PlayerState): Happening[] {
  if (before.presence.is === after.presence.is || after.presence.is === "unknown") return [];
  if (after.presence.is === "online")
    return before.presence.is === "offline" ? [{ what: "came-online" }] : [];
  return [{ what: "went-offline", ...known({ why: after.status.shutDownReason }) }];
}

function aboutPlayback(before: Playback, after: Playback): Happening[] {
  if (before === after) return [];
  const happened: Happening[] = [];
  const place = placeOf(after);
  const newCard = before.cardId !== after.cardId;
  if (newCard && after.cardId === undefined) happened.push({ what: "card-removed", ...placeOf(before) });
  else if (newCard) happened.push({ what: isByHand(after) ? "card-inserted" : "card-started", ...place });

  const otherTrack = before.chapter?.key !== after.chapter?.key || before.track?.key !== after.track?.key;
  if (after.track !== undefined && (newCard || otherTrack))
    happened.push({ what: "track-started", ...place, ...known({ title: after.track.title }) });

  if (before.status !== after.status) {
    if (after.status === "playing") happened.push({ what: "playback-started", ...place });
    if (after.status === "paused") happened.push({ what: "playback-paused", ...place });
    // A removed card says so by itself.
    if (after.status === "stopped" && after.cardId !== undefined)
      happened.push({ what: "playback-stopped", ...place });
  }
  return happened;
}

function aboutRest(before: PlayerState, after: PlayerState): Happening[] {
  const happened: Happening[] = [];
  const { volumeSteps, volumeMaxSteps } = after;
  if (
    volumeMaxSteps !== undefined &&
    before.volumeMaxSteps !== undefined &&
    volumeMaxSteps !== before.volumeMaxSteps
  )
    happened.push({
      what: "volume-limit-changed",
      fromSteps: before.volumeMaxSteps,
      toSteps: volumeMaxSteps,
    });
  if (volumeSteps !== undefined && before.volumeSteps !== undefined && volumeSteps !== before.volumeSteps)
    happened.push({ what: "volume-changed", fromSteps: before.volumeSteps, toSteps: volumeSteps });
  const { dayMode } = after.status;
  if (dayMode !== undefined && before.status.dayMode !== undefined && dayMode !== before.status.dayMode)
    happened.push({ what: dayMode === "day" ? "day-began" : "night-began" });
  return happened;
}

function placeOf({ cardId, chapter, track }: Playback): Place {
  return known({ cardId, chapterKey: chapter?.key, trackKey: track?.key });
}

function isByHand({ source }: Playback): boolean {
  return source === "card" || source === undefined;
}

/** Whether a happening is what the command brings about. */
function explains(command: Command, { what, ...happening }: Happening): boolean {
  switch (command.do) {
    case "resume":
      return what === "playback-started";
    case "pause":
      return what === "playback-paused" || what === "playback-stopped";
    case "stop":
      return what === "playback-stopped" || what === "card-removed";
    case "play-card":
      return (
        "cardId" in happening &&
        happening.cardId === command.yotoCardId &&
        what !== "card-inserted" &&
        what !== "card-removed"
      );
    case "set-volume":
      return what === "volume-changed";
    case "reboot":
      return what === "went-offline" || what === "came-online";
    case "bluetooth-on":
      return what === "went-offline" && command.as === "speaker";
    case "set-sleep-timer":
    case "set-ambient-light":
    case "show-icon":
    case "bluetooth-off":
    case "bluetooth-connect":
    case "bluetooth-disconnect":
    case "bluetooth-forget-all":
      return false;
  }
}
