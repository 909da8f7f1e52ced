import type { CardFacts } from "../card-facts.ts";
import type { Command } from "../command.ts";
import { known } from "../known.ts";
import type { Playback } from "../player-state.ts";
import { localTime, minuteOfClock } from "../time/local-time.ts";
import type { Attribution } from "./action.ts";
import { remember, type Thought } from "./action-memory.ts";
import { byApp, byOrder } from "./attribution.ts";
import { placeIn } from "./known-card.ts";
import type { PlayerHabits, Sight } from "./sight.ts";

/** After a boot a player begins the card in its slot by itself. */
const afterBootMs = 60_000;
/** How far an alarm may ring from its minute: fetching takes time, clocks differ. */
const alarmEarlyMs = 10_000;
const alarmLateMs = 90_000;

/** A card began to play where none, or another one, did. */
export function concludeStart(thought: Thought, sight: Sight): void {
  const { after, atMs } = sight;
  const { playback } = after;
  const { cardId } = playback;
  if (cardId === undefined) return;
  const place = { cardId, ...placeIn(playback), ...known({ title: playback.track?.title }) };
  const inserted = insertion(thought, sight);
  if (inserted !== undefined) {
    thought.actions.push({ what: "card-inserted", ...place, ...inserted, atMs });
    remember(thought, { slot: "physical", slotCardId: cardId, slotNews: undefined });
    return;
  }
  const who = starter(thought, sight);
  thought.actions.push({ what: "card-started", ...place, ...who, atMs });
  if (playback.source === "card") remember(thought, { slot: "physical", slotCardId: cardId });
}

/** How sure it is that a hand put the card in; `undefined` when something else started it. */
function insertion({ memory }: Thought, { after, atMs, habits }: Sight): Attribution | undefined {
  const { cardId, source } = after.playback;
  if (source !== "card") return undefined;
  if (memory.blind) return { cause: "child", confidence: "low" };
  const lay = memory.slot === "physical" && (memory.slotCardId ?? cardId) === cardId;
  const booted = hasJustBooted(memory, atMs);
  if (lay || (booted && memory.slotCardId === cardId)) return undefined;
  const swapped = memory.playback.cardId !== undefined && memory.slotCardId !== cardId;
  const sure = !booted && (memory.slot === "empty" || swapped) && !isShortcut(habits, after.playback);
  return { cause: "child", confidence: sure ? "high" : "medium" };
}

function hasJustBooted({ away, arriving, bootedAtMs }: Thought["memory"], atMs: number): boolean {
  if (bootedAtMs !== undefined && atMs - bootedAtMs < afterBootMs) return true;
  return arriving !== undefined && away?.off === true;
}

function starter(thought: Thought, sight: Sight): Attribution {
  const { after, atMs, habits } = sight;
  const { cardId, source } = after.playback;
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
      const sure = source === "remote" && !thought.memory.blind;
      return byApp(thought, atMs, "card-play") ?? { cause: "app", confidence: sure ? "high" : "medium" };
    }
    case "other": {
      const fits = isAlarm(habits, after.playback, atMs)
        ? "alarm"
        : isShortcut(habits, after.playback)
          ? "shortcut"
          : undefined;
      if (fits !== undefined) return { cause: fits, confidence: thought.memory.blind ? "medium" : "high" };
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
