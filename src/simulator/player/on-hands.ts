import { triggered, turned } from "./card-walk.ts";
import { localTime } from "./local-time.ts";
import { go, pause, rememberPlace, resume, stop, wantCard } from "./on-playback.ts";
import { batteryPercent, isSounding, volumeMax } from "./player-model.ts";
import { smallStatus } from "./player-reports.ts";
import { change, type Input, rebaseBattery, say, sayAll, sayChange, stayAwake, type Turn } from "./turn.ts";

export function onInsert(turn: Turn, { cardId }: Input & { kind: "insert" }) {
  onRemove(turn);
  change(turn, { slot: cardId });
  if (
    turn.model.activity === "off" ||
    turn.model.activity === "booting" ||
    turn.model.activity === "bt_speaker"
  )
    return;
  wantCard(turn, { cardId, source: "card" });
}

export function onRemove(turn: Turn) {
  const { slot, card, activity, wish } = turn.model;
  if (slot === undefined) return;
  change(turn, { slot: undefined, ...(wish?.source === "card" && { wish: undefined }) });
  if (isSounding(turn.model) && card?.cardId === slot) return stop(turn, "stopped");
  if (activity !== "loading" && activity !== "stopped") return;
  change(turn, { activity: "idle" });
  stayAwake(turn);
  sayAll(turn);
}

export function onTurnLeft(turn: Turn, { step }: Input & { kind: "turn-left" }) {
  setVolume(turn, turn.model.volume + step);
}

/** Sets the volume in steps, within what the settings allow now. */
export function setVolume(turn: Turn, wanted: number) {
  const before = turn.model.volume;
  const max = volumeMax(turn.model);
  const volume = Math.min(max, Math.max(0, wanted));
  stayAwake(turn);
  if (volume === before) return;
  change(turn, { volume });
  sayChange(turn, { volume, volumeMax: max });
  if (!turn.model.settings.pauseVolumeDown) return;
  if (volume === 0) pause(turn, true);
  else if (before === 0 && turn.model.pausedByVolume) resume(turn);
}

export function onTurnRight(turn: Turn, { direction }: Input & { kind: "turn-right" }) {
  const { card, order, index, positionSeconds } = turn.model;
  stayAwake(turn);
  if (card !== undefined) go(turn, turned(card, order, index, direction, positionSeconds));
}

/** On an interactive card the first choice; it also counts after the track has stopped. */
export function onPressLeft(turn: Turn) {
  stayAwake(turn);
  if (turn.model.anyButtonStops) return stop(turn, "stopped");
  choose(turn, "onLhb");
}

/** On an interactive card the second choice, on others pause and go on; with nothing in the slot a shortcut. */
export function onPressRight(turn: Turn, { times }: Input & { kind: "press-right" }) {
  stayAwake(turn);
  const { activity, anyButtonStops, card } = turn.model;
  if (anyButtonStops) return stop(turn, "stopped");
  if (activity === "idle") return shortcut(turn, times);
  if (card?.interactive) return choose(turn, "onRhb");
  for (let press = 0; press < times; press += 1) {
    if (turn.model.activity === "playing") pause(turn);
    else resume(turn);
  }
}

function choose(turn: Turn, trigger: "onLhb" | "onRhb") {
  const { card, index } = turn.model;
  const walk = card?.interactive ? triggered(card, index, trigger) : undefined;
  if (walk !== undefined) go(turn, walk);
}

function shortcut(turn: Turn, times: number) {
  const { settings, isDay } = turn.model;
  const place = (isDay === false ? settings.night : settings.day).shortcuts[times - 1];
  if (place === undefined) return;
  const today = localTime(turn.atMs, settings.timeZone).date;
  wantCard(turn, { ...place, trackKey: place.trackKey?.replace("<yyyymmdd>", today), source: "shortcut" });
}

export function onCharger(turn: Turn, { plugged }: Input & { kind: "charger" }) {
  const percent = batteryPercent(turn.model, turn.atMs);
  change(turn, { charger: plugged });
  rebaseBattery(turn, percent);
  stayAwake(turn);
  say(turn, "data/status", { status: smallStatus(turn.model, turn.atMs, false) });
}

export function onBattery(turn: Turn, { percent }: Input & { kind: "battery" }) {
  rebaseBattery(turn, percent);
}

export function onHeadphones(turn: Turn, { plugged }: Input & { kind: "headphones" }) {
  change(turn, { headphones: plugged });
  say(turn, "data/status", { status: smallStatus(turn.model, turn.atMs, false) });
}

/** The sound of downloaded tracks goes on without Wi-Fi; streams run dry by themselves. */
export function onWifi(turn: Turn, { there }: Input & { kind: "wifi" }) {
  if (there === turn.model.hasWifi) return;
  const { activity } = turn.model;
  change(turn, { hasWifi: there });
  if (activity === "off" || activity === "booting" || activity === "bt_speaker") return;
  if (there) {
    turn.does.push({ do: "connect" });
    return;
  }
  rememberPlace(turn);
  change(turn, { isOnline: false });
  turn.does.push({ do: "disconnect", how: "silent" });
}

export function onClockWrong(turn: Turn, { seconds }: Input & { kind: "clock-wrong" }) {
  change(turn, { clockWrongBySeconds: seconds });
}
