import { isDay, localTime } from "./local-time.ts";
import { pause, rememberPlace, resume, stop, wantCard } from "./on-playback.ts";
import { batteryPercent, isSounding, volumeMax, type WakeName } from "./player-model.ts";
import { batteryStatus, bigStatus, fullEvent, smallStatus } from "./player-reports.ts";
import {
  change,
  type Input,
  isPushing,
  keepPushing,
  planDay,
  rebaseBattery,
  reportEveryMs,
  say,
  sayChange,
  stayAwake,
  type Turn,
  wakeAt,
} from "./turn.ts";

/** The power button, short: on, and with `pausePowerButton` pause; else off. */
export function onPower(turn: Turn) {
  const { activity, settings } = turn.model;
  if (settings.pausePowerButton && activity === "playing") return pause(turn);
  if (settings.pausePowerButton && activity === "paused") return resume(turn);
  switchOff(turn, "userShutdown");
}

export function onPowerOn(turn: Turn) {
  if (batteryPercent(turn.model, turn.atMs) <= 0 && !turn.model.charger) return;
  beginBoot(turn, turn.chance.between(10_000, 15_000));
}

export function onHoldPower(turn: Turn) {
  switchOff(turn, "userShutdown");
}

/** Off, with a last legacy status that says why: `userShutdown`, `timeout`, `lowBattery`. */
export function switchOff(turn: Turn, why: string) {
  rememberPlace(turn);
  if (isSounding(turn.model)) turn.does.push({ do: "stop-sound" });
  say(turn, "status", { status: bigStatus(turn.model, turn.atMs, why) });
  goDark(turn, "off");
}

/** Gone for a while, then the boot sequence. */
export function reboot(turn: Turn) {
  rememberPlace(turn);
  if (isSounding(turn.model)) turn.does.push({ do: "stop-sound" });
  goDark(turn, "booting");
  beginBoot(turn, turn.chance.between(15_000, 30_000));
}

function goDark(turn: Turn, activity: "off" | "booting") {
  say(turn, "presence", { state: "offline", ts: turn.atMs });
  if (turn.model.hasWifi) turn.does.push({ do: "disconnect", how: "announced" });
  const percent = batteryPercent(turn.model, turn.atMs);
  change(turn, {
    activity,
    isOnline: false,
    wish: undefined,
    card: undefined,
    isStreaming: false,
    isWaiting: false,
    isDay: undefined,
    sleepAtMs: undefined,
    ambient: undefined,
    previewIcon: undefined,
    pushesUntilMs: 0,
    sound: turn.model.sound + 1,
    wakes: {},
  });
  rebaseBattery(turn, percent);
}

function beginBoot(turn: Turn, forMs: number) {
  change(turn, { activity: "booting", bootedAtMs: turn.atMs, bootReportsDue: true, settingsRead: false });
  rebaseBattery(turn, batteryPercent(turn.model, turn.atMs));
  wakeAt(turn, "boot", turn.atMs + forMs);
}

export function onBooted(turn: Turn) {
  change(turn, { activity: "idle" });
  if (turn.model.hasWifi) turn.does.push({ do: "connect" });
  stayAwake(turn);
  if (turn.model.slot !== undefined) wantCard(turn, { cardId: turn.model.slot, source: "card" });
}

/** Connected or not. After a boot the boot reports go out, two seconds apart. */
export function onContact(turn: Turn, { online }: Input & { kind: "contact" }) {
  change(turn, { isOnline: online });
  rebaseBattery(turn, batteryPercent(turn.model, turn.atMs));
  if (!online) return;
  turn.does.push({ do: "get-settings" });
  if (isPushing(turn) && turn.model.activity === "playing") wakeAt(turn, "report", turn.atMs + reportEveryMs);
  if (turn.model.habits.saysStatusByItself) wakeAt(turn, "status", turn.atMs + 300_000);
  if (turn.model.bootReportsDue) {
    change(turn, { bootReportsDue: false });
    say(turn, "status", { status: bigStatus({ ...turn.model, isDay: undefined }, turn.atMs, "nA") });
    wakeAt(turn, "second-boot-report", turn.atMs + 2_000);
  }
  say(turn, "presence", { state: "online", ts: turn.atMs });
}

export function onSecondBootReport(turn: Turn) {
  say(turn, "status", { status: batteryStatus(turn.model, turn.atMs) });
  say(turn, "data/status", { status: smallStatus({ ...turn.model, isDay: undefined }, turn.atMs, false) });
  if (turn.model.isOnline) turn.does.push({ do: "event", payload: fullEvent(turn.model, turn.atMs) });
}

/** New settings act at once. */
export function onSettings(turn: Turn, { settings }: Input & { kind: "settings-read" }) {
  change(turn, { settings, settingsRead: true });
  planDay(turn);
  stayAwake(turn);
  onMode(turn);
}

/** Day or night: cap, flag and light change. */
export function onMode(turn: Turn) {
  const before = { max: volumeMax(turn.model), volume: turn.model.volume };
  change(turn, { isDay: isDay(turn.model.settings, turn.atMs) });
  const max = volumeMax(turn.model);
  const volume = Math.min(turn.model.volume, max);
  change(turn, { volume });
  planDay(turn);
  if (before.max !== max || before.volume !== volume) sayChange(turn, { volume, volumeMax: max });
}

export function onAlarm(turn: Turn) {
  const { settings } = turn.model;
  const now = localTime(turn.atMs, settings.timeZone);
  const alarm = settings.alarms.find(
    (each) => each.minuteOfDay === now.minuteOfDay && each.days[now.weekday],
  );
  planDay(turn);
  if (alarm === undefined) return;
  if (alarm.volume !== undefined) {
    const volume = Math.min(alarm.volume, volumeMax(turn.model));
    change(turn, { volume });
    sayChange(turn, { volume, volumeMax: volumeMax(turn.model) });
  }
  wantCard(turn, { cardId: alarm.cardId, source: "alarm", secondsIn: 0, anyButtonStop: true });
}

export function onStatusTime(turn: Turn) {
  say(turn, "status", { status: batteryStatus(turn.model, turn.atMs) });
  say(turn, "data/status", { status: smallStatus(turn.model, turn.atMs, false) });
  wakeAt(turn, "status", turn.atMs + 300_000);
}

/** A loudspeaker for somebody's telephone: off the air until the left button is held. */
export function becomeSpeaker(turn: Turn) {
  stop(turn, "stopped");
  say(turn, "presence", { state: "offline", ts: turn.atMs });
  turn.does.push({ do: "disconnect", how: "announced" });
  change(turn, { activity: "bt_speaker", isOnline: false, wish: undefined });
  for (const name of ["status", "shutdown", "report", "alarm"] satisfies WakeName[])
    wakeAt(turn, name, undefined);
}

export function onHoldLeft(turn: Turn) {
  change(turn, { activity: turn.model.slot === undefined ? "idle" : "stopped" });
  if (turn.model.hasWifi) turn.does.push({ do: "connect" });
  stayAwake(turn);
  keepPushing(turn);
}
