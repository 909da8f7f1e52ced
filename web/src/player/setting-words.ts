import type { SettingChange } from "../../../src/http/schema/player-settings.ts";

const names: Readonly<Record<string, string>> = {
  name: "Name",
  dayStartsAt: "Day begins",
  nightStartsAt: "Night begins",
  dayMaxVolumeSteps: "Loudest by day",
  nightMaxVolumeSteps: "Loudest by night",
  headphonesVolumeLimited: "Limit for headphones",
  dayColour: "Light by day",
  nightColour: "Light by night",
  dayBrightness: "Display by day",
  nightBrightness: "Display by night",
  dimBrightness: "Dimmed display",
  dimAfterSeconds: "Dims after",
  clockFace: "Clock face",
  hourFormat: "Hours",
  daySoundsOff: "Beeps by day",
  nightSoundsOff: "Beeps by night",
  shutdownAfterSeconds: "Switches off after",
  repeatAll: "Begin again after the last track",
  powerButtonPauses: "Power button pauses",
  volumeDownPauses: "Turning to zero pauses",
  bluetoothEnabled: "Bluetooth",
  bluetoothHeadphonesEnabled: "Bluetooth headphones",
  alarm: "Alarm",
  "day-press-1": "First press by day",
  "day-press-2": "Second press by day",
  "night-press-1": "First press by night",
  "night-press-2": "Second press by night",
};

/** What a setting is called. */
export function settingName(what: string): string {
  return names[what] ?? what;
}

type Changed = SettingChange["changed"][number];

/** One line of a change: `Loudest by day: 16 → 9 steps`. */
export function changedWords({ what, before, after }: Changed): string {
  return `${settingName(what)}: ${valueWords(what, before)} → ${valueWords(what, after)}`;
}

/** A value as a parent would say it. */
export function valueWords(what: string, value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (what.endsWith("SoundsOff")) return value === true ? "off" : "on";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (what.endsWith("VolumeSteps")) return `${String(value)} of 16`;
  if (what.endsWith("Seconds") && typeof value === "number") return durationWords(value);
  if (what.endsWith("rightness")) return value === "auto" ? "by itself" : `${String(value)} %`;
  if (what === "alarm") return alarmWords(value);
  return String(value);
}

/** `30 seconds`, `5 minutes`, `1 hour`. */
export function durationWords(seconds: number): string {
  if (seconds === 0) return "never";
  const [count, unit] =
    seconds % 3600 === 0
      ? [seconds / 3600, "hour"]
      : seconds % 60 === 0
        ? [seconds / 60, "minute"]
        : [seconds, "second"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

const dayNames: Readonly<Record<string, string>> = {
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
};
const workdays = "mon,tue,wed,thu,fri";

/** `every day`, `Mon–Fri`, `Sat, Sun`. */
export function daysWords(days: readonly string[]): string {
  if (days.length === 7) return "every day";
  if (days.join() === workdays) return "Mon–Fri";
  return days.length === 0 ? "no day" : days.map((day) => dayNames[day] ?? day).join(", ");
}

function alarmWords(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const alarm = value as { days?: readonly string[]; time?: string; enabled?: boolean };
  return `${alarm.time ?? "?"} ${daysWords(alarm.days ?? [])}${alarm.enabled === false ? " (off)" : ""}`;
}
