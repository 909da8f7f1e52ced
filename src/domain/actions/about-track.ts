import { omitUndefined } from "../plain-values.ts";
import type { PlaybackReport } from "../players/player-message.ts";
import { factsOf } from "./about-start.ts";
import type { Attribution, Confidence } from "./action.ts";
import type { Thought } from "./action-memory.ts";
import { byApp, byOrder } from "./attribution.ts";
import { placeIn, triggersTo, type Way, wayBetween } from "./known-card.ts";
import { isSeamless, leftOfTrack, secondsNow } from "./position.ts";
import type { Sight } from "./sight.ts";

/** With less than this to go, a track that changes may have come to its end. */
const endWithinSeconds = 2.5;
/** With more than this to go, it has not. */
const surelyNotAtEndSeconds = 5;
/** A position that falls back by more than this did not do so by itself. */
const restartFallsBySeconds = 4;

/** Another track of the same card, or the same one from its beginning; `false` when it is neither. */
export function concludeTrack(thought: Thought, sight: Sight, report: PlaybackReport): boolean {
  const told = thought.actions.length;
  conclude(thought, sight, report);
  return thought.actions.length > told;
}

function conclude(thought: Thought, sight: Sight, report: PlaybackReport): void {
  const { memory } = thought;
  const { after, atMs, heldUpMs = 0 } = sight;
  const saidAtMs = atMs - heldUpMs;
  const [was, is] = [memory.playback, after.playback];
  const [from, to] = [placeIn(was), placeIn(is)];
  const card = factsOf(sight.card, is.cardId);
  const way = wayBetween(card, from, to);
  const runs = is.status === "playing" || is.status === "loading";
  const fellBack = way.is === "same" && hasFallenBack(thought, report, saidAtMs, runs);
  if (is.track === undefined || was.track === undefined || (way.is === "same" && !fellBack)) return;

  const place = { ...omitUndefined({ cardId: is.cardId, title: is.track.title }), ...to };
  const moved = { ...place, from };
  const steered = steeredFromAfar(thought, sight);
  const left = was.status === "playing" ? leftOfTrack(memory, saidAtMs) : undefined;
  const atEnd = left !== undefined && left <= endWithinSeconds;
  const seamless = isSeamless(memory, atMs);
  const triggers = triggersTo(card, from, to);

  if (steered !== undefined) {
    if (way.is === "next" || way.is === "previous")
      thought.actions.push({ what: `${way.is}-track`, ...moved, ...stepsOf(way), ...steered, atMs });
    else if (way.is === "same") thought.actions.push({ what: "track-restarted", ...place, ...steered, atMs });
    else thought.actions.push({ what: "track-chosen", ...moved, ...steered, atMs });
    return;
  }
  if (memory.blind) {
    const what = way.is === "next" || way.is === "previous" ? (`${way.is}-track` as const) : "track-chosen";
    const steps = what === "track-chosen" ? {} : stepsOf(way);
    thought.actions.push({ what, ...moved, ...steps, cause: "unknown", confidence: "low", atMs });
    return;
  }
  if (card?.interactive === true && triggers.length > 0) {
    const button = triggers.find((each) => each !== "end");
    if (button === undefined || (atEnd && triggers.includes("end"))) {
      thought.actions.push({ what: "track-ended", ...moved, cause: "player", confidence: "medium", atMs });
      return;
    }
    const clear =
      seamless && triggers.length === 1 && !(card.navigable && (way.is === "next" || way.is === "previous"));
    const which = omitUndefined({ button: triggers.length === 1 ? button : undefined });
    const confidence: Confidence = clear ? "high" : "medium";
    thought.actions.push({ what: "choice-made", ...moved, ...which, cause: "child", confidence, atMs });
    return;
  }
  if (atEnd && mayFollow(way)) {
    const confidence: Confidence = seamless ? "medium" : "low";
    thought.actions.push({ what: "track-ended", ...moved, cause: "player", confidence, atMs });
    return;
  }
  const clear = seamless && heldUpMs === 0 && left !== undefined && left > surelyNotAtEndSeconds;
  switch (way.is) {
    case "next": {
      const confidence: Confidence = clear && way.steps === 1 ? "high" : "medium";
      thought.actions.push({
        what: "next-track",
        ...moved,
        ...stepsOf(way),
        cause: "child",
        confidence,
        atMs,
      });
      return;
    }
    case "previous": {
      const confidence: Confidence = clear ? "high" : "medium";
      thought.actions.push({
        what: "previous-track",
        ...moved,
        ...stepsOf(way),
        cause: "child",
        confidence,
        atMs,
      });
      return;
    }
    case "same": {
      const confidence: Confidence = clear && is.source === "card" ? "high" : "medium";
      thought.actions.push({ what: "track-restarted", ...place, cause: "child", confidence, atMs });
      return;
    }
    case "around":
    case "unknown":
      thought.actions.push({ what: "track-chosen", ...moved, cause: "unknown", confidence: "low", atMs });
  }
}

function stepsOf(way: Way): { readonly steps?: number } {
  return "steps" in way && way.steps > 1 ? { steps: way.steps } : {};
}

/** What comes by itself after a track: the next one, the first after the last, itself again, or who knows. */
function mayFollow(way: Way): boolean {
  if (way.is === "previous") return way.mayBeAround;
  return way.is !== "next" || way.steps === 1;
}

/** `runs`: it plays; a paused track may have stood still since it was last heard. */
function hasFallenBack(
  { memory }: Thought,
  { positionSeconds }: PlaybackReport,
  atMs: number,
  runs: boolean,
): boolean {
  const expected = runs ? secondsNow(memory, atMs) : memory.tick?.seconds;
  if (positionSeconds === undefined || expected === undefined) return false;
  const sinceHeard = (atMs - (memory.heardAtMs ?? atMs)) / 1000;
  return positionSeconds < expected - restartFallsBySeconds && positionSeconds <= sinceHeard + 2;
}

/** A command started the card anew at another place: there is none for skipping or seeking. */
function steeredFromAfar(thought: Thought, { after, atMs }: Sight): Attribution | undefined {
  const { cardId, chapter, track, source } = after.playback;
  const fromAfar = source === "mqtt" || source === "remote";
  const changed = thought.memory.playback.source !== source;
  if (!fromAfar) return undefined;
  const ours = byOrder(
    thought,
    atMs,
    (command) =>
      command.do === "play-card" &&
      command.yotoCardId === cardId &&
      (command.chapterKey === undefined || command.chapterKey === chapter?.key) &&
      (command.trackKey === undefined || command.trackKey === track?.key),
  );
  if (ours !== undefined) return ours;
  const app = byApp(thought, atMs, "card-play");
  return app ?? (changed ? { cause: "app", confidence: "medium" } : undefined);
}
