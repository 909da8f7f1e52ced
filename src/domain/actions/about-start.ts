import type { CardFacts } from "../cards/card-facts.ts";
import { omitUndefined, sameValue } from "../plain-values.ts";
import type { Command } from "../players/command.ts";
import type { Playback } from "../players/player-state.ts";
import { localTime, minuteOfClock } from "../time/local-time.ts";
import { bootTakesMs } from "./about-presence.ts";
import type { Attribution } from "./action.ts";
import { remember, type Thought } from "./action-memory.ts";
import { byApp, byOrder, wouldShow } from "./attribution.ts";
import { placeIn, placeOf, triggersTo } from "./known-card.ts";
import type { PlayerHabits, Sight } from "./sight.ts";

/** After a boot a player begins the card in its slot by itself. */
const afterBootMs = 60_000;
/** How far an alarm may ring from its minute: fetching takes time, clocks differ. */
const alarmEarlyMs = 10_000;
const alarmLateMs = 90_000;
/** A player that plays says so again after so long. */
const lostWordMs = 5_000;

/** A card began to play where none, or another one, did. */
export function concludeStart(thought: Thought, sight: Sight): void {
  const { after, atMs } = sight;
  const { playback } = after;
  const { cardId } = playback;
  if (cardId === undefined) return;
  const again = thought.memory.last?.cardId === cardId && thought.memory.playback.cardId === undefined;
  const place = { cardId, ...placeIn(playback), ...omitUndefined({ title: playback.track?.title }) };
  // The card that ended last may go on by an order, or by the button, wherever it lies.
  const resumed = again ? resumption(thought, atMs) : undefined;
  if (again && resumed === undefined && chooses(thought, sight)) return;
  const inserted = resumed === undefined ? insertion(thought, sight, again) : undefined;
  if (inserted !== undefined) {
    replaceInSlot(thought, sight);
    thought.actions.push({ what: "card-inserted", ...place, ...inserted, atMs });
    const began = { by: inserted.cause, atMs };
    const slot = inserted.confidence === "high" ? "physical" : "unknown";
    remember(thought, { began, slot, slotCardId: cardId, slotNews: undefined });
    return;
  }
  const who = resumed ?? starter(thought, sight, again);
  remember(thought, { began: { by: who.cause, atMs } });
  thought.actions.push({ what: "card-started", ...place, ...who, atMs });
}

/** A button of an interactive story also counts after it has stopped: it goes where the button leads. */
function chooses(thought: Thought, { after: { playback }, atMs, card }: Sight): boolean {
  const { last } = thought.memory;
  const to = placeIn(playback);
  if (last === undefined || playback.cardId === undefined) return false;
  const from = placeOf(last);
  const [button, other] = triggersTo(factsOf(card, playback.cardId), from, to).filter(
    (each) => each !== "end",
  );
  const isFirst = sameValue(to, placeOf(card?.tracks[0] ?? {}));
  if (button === undefined || isFirst || sameValue(from, to)) return false;
  const place = { cardId: playback.cardId, ...omitUndefined({ title: playback.track?.title }), ...to };
  const which = omitUndefined({ button: other === undefined ? button : undefined });
  thought.actions.push({
    what: "choice-made",
    ...place,
    from,
    ...which,
    cause: "child",
    confidence: "medium",
    atMs,
  });
  remember(thought, { began: { by: "child", atMs } });
  return true;
}

/** Where one card goes in, the one that lay there silently has come out. */
function replaceInSlot(thought: Thought, { after: { playback }, atMs }: Sight): void {
  const { slot, slotCardId, playback: before } = thought.memory;
  if (slot !== "physical" || slotCardId === undefined || slotCardId === playback.cardId) return;
  // What plays out of the slot is told to have ended by its own rules.
  if (before.cardId === slotCardId) return;
  thought.actions.push({
    what: "card-removed",
    cardId: slotCardId,
    cause: "child",
    confidence: "medium",
    atMs,
  });
}

/** How sure it is that a hand put the card in; `undefined` when something else started it. */
function insertion(
  { memory }: Thought,
  { after, atMs, habits }: Sight,
  again: boolean,
): Attribution | undefined {
  const { cardId, source } = after.playback;
  if (source !== "card") return undefined;
  // Known by its result alone: the card that played before may have begun again by anything.
  if (memory.blind) return memory.last?.cardId === cardId ? undefined : { cause: "child", confidence: "low" };
  const booted = hasJustBooted(memory, atMs);
  const lay = memory.slot === "physical" && (memory.slotCardId ?? cardId) === cardId;
  if (booted ? memory.layCardId === cardId : lay) return undefined;
  const other = memory.playback.cardId ?? (memory.slot === "physical" ? memory.slotCardId : undefined);
  const swapped = other !== undefined && other !== cardId && memory.slotCardId !== cardId;
  const sure =
    !booted && !again && (memory.slot === "empty" || swapped) && !isShortcut(habits, after.playback);
  return { cause: "child", confidence: sure ? "high" : "medium" };
}

/** Switched on a moment ago, and nothing has begun since. */
function hasJustBooted({ away, arriving, bootedAtMs, began }: Thought["memory"], atMs: number): boolean {
  const begunSince = (sinceMs: number) => began !== undefined && began.atMs > sinceMs;
  if (bootedAtMs !== undefined && atMs - bootedAtMs < afterBootMs) return !begunSince(bootedAtMs);
  if (away?.off !== true || begunSince(away.atMs)) return false;
  return arriving !== undefined || atMs - away.atMs >= bootTakesMs;
}

function resumption(thought: Thought, atMs: number): Attribution | undefined {
  const explains = ({ do: what }: Command) => what === "resume";
  const soon = byOrder(thought, atMs, explains) ?? byApp(thought, atMs, "card");
  if (soon !== undefined) return soon;
  // Its first word may have been lost: the next comes five seconds later.
  const later = byOrder(thought, atMs - lostWordMs, explains) ?? byApp(thought, atMs - lostWordMs, "card");
  return later === undefined ? undefined : { ...later, confidence: "medium" };
}

function starter(thought: Thought, sight: Sight, again: boolean): Attribution {
  const { after, atMs, habits } = sight;
  const { cardId, source } = after.playback;
  if (thought.memory.blind && source === "card") return { cause: "unknown", confidence: "low" };
  const explains = (command: Command) => command.do === "play-card" && command.yotoCardId === cardId;
  if (source === undefined)
    return byOrder(thought, atMs, explains) ?? { cause: "unknown", confidence: "low" };
  switch (source) {
    case "card":
      // It lay in the slot already: after a boot it goes on by itself, else somebody pressed the button.
      return hasJustBooted(thought.memory, atMs)
        ? { cause: "player", confidence: "medium" }
        : { cause: "child", confidence: "medium" };
    case "mqtt":
    case "remote": {
      const ours = byOrder(thought, atMs, explains) ?? byOrder(thought, atMs, explains, { late: true });
      if (ours !== undefined) return ours;
      const app = byApp(thought, atMs, "card-play");
      if (app !== undefined) return app;
      // It stopped, and goes on without a command: the button.
      if (again && wouldShow(thought, atMs)) return { cause: "child", confidence: "medium" };
      const sure = source === "remote" && !again && !thought.memory.blind;
      return { cause: "app", confidence: sure ? "high" : "medium" };
    }
    case "other": {
      const fits = isAlarm(habits, after.playback, atMs)
        ? "alarm"
        : isShortcut(habits, after.playback)
          ? "shortcut"
          : undefined;
      if (fits !== undefined)
        return { cause: fits, confidence: thought.memory.blind || again ? "medium" : "high" };
      return { cause: "unknown", confidence: "low" };
    }
  }
}

function isShortcut(habits: PlayerHabits | undefined, { cardId, chapter }: Playback): boolean {
  const all = habits === undefined ? [] : [...habits.shortcuts.day, ...habits.shortcuts.night];
  return all.some(
    (each) =>
      each.plays === "track" &&
      each.yotoCardId === cardId &&
      (chapter === undefined || each.chapterKey === chapter.key),
  );
}

/** Whether an alarm with this card (or with the player's own sound) is due about now. */
export function isAlarm(habits: PlayerHabits | undefined, { cardId }: Playback, atMs: number): boolean {
  const zone = habits?.zone;
  if (habits === undefined || zone === undefined) return false;
  return habits.alarms.some((alarm) => {
    const minute = minuteOfClock(alarm.time);
    if (!alarm.enabled || minute === undefined || (alarm.soundCardId ?? cardId) !== cardId) return false;
    const now = localTime(atMs, zone);
    const passedMs = ((now.minuteOfDay - minute) * 60 + now.second) * 1000;
    return passedMs >= -alarmEarlyMs && passedMs <= alarmLateMs && alarm.days.includes(now.weekday);
  });
}

/** The facts, where they are of this card. */
export function factsOf(card: CardFacts | undefined, cardId: string | undefined): CardFacts | undefined {
  return card?.yotoCardId === cardId ? card : undefined;
}
