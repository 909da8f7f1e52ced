import { isDeepStrictEqual } from "node:util";
import type { Json, JsonObject } from "../domain/json.ts";
import type { PlayerConfig, PlayerSettings } from "../domain/players/player-config.ts";
import { readAlarm, writeAlarm } from "./alarm-text.ts";
import { readFlag, readNumber, wordReader } from "./lenient.ts";

/** How one setting is read and written; `read` answers `undefined` for what makes no sense. */
type Form<Value> = {
  readonly read: (raw: Json) => Value | undefined;
  readonly write: (value: Value) => Json;
};

const words: Form<string> = {
  read: (raw) => (typeof raw === "string" ? raw : undefined),
  write: (value) => value,
};
const yesNo: Form<boolean> = { read: readFlag, write: (value) => value };
const oneZero: Form<boolean> = { read: readFlag, write: (value) => (value ? "1" : "0") };
const wholeTo = (high: number): Form<number> => ({
  read: (raw) => {
    const number = readNumber(raw, 0, high);
    return number === undefined || !Number.isInteger(number) ? undefined : number;
  },
  write: (value) => String(Math.min(high, Math.max(0, Math.round(value)))),
});
const steps = wholeTo(16);
const percent = wholeTo(100);
const seconds = wholeTo(2_147_483_647);
const brightness: Form<"auto" | number> = {
  read: (raw) => (raw === "auto" ? "auto" : percent.read(raw)),
  write: (value) => (value === "auto" ? "auto" : percent.write(value)),
};
const hours: Form<"12" | "24"> = {
  read: wordReader("12", "24"),
  write: (value) => value,
};
const alarms: Form<NonNullable<PlayerSettings["alarms"]>> = {
  read: (raw) =>
    Array.isArray(raw) && raw.every((each) => typeof each === "string") ? raw.map(readAlarm) : undefined,
  write: (value) => value.map(writeAlarm),
};

type Entry<Value> = readonly [string, Form<Value>];
type Settable = { readonly [Name in keyof PlayerSettings]-?: NonNullable<PlayerSettings[Name]> };

/** Our name, Yoto's name, and the form. Yoto writes numbers as text, some booleans as `"0"`/`"1"` and others as booleans. */
const fields: { readonly [Name in keyof Settable]: Entry<Settable[Name]> } = {
  alarms: ["alarms", alarms],
  dayColour: ["ambientColour", words],
  nightColour: ["nightAmbientColour", words],
  dayBrightness: ["dayDisplayBrightness", brightness],
  nightBrightness: ["nightDisplayBrightness", brightness],
  dimBrightness: ["displayDimBrightness", brightness],
  dimAfterSeconds: ["displayDimTimeout", seconds],
  dayStartsAt: ["dayTime", words],
  nightStartsAt: ["nightTime", words],
  dayFirstPress: ["dayYotoDaily", words],
  daySecondPress: ["dayYotoRadio", words],
  nightFirstPress: ["nightYotoDaily", words],
  nightSecondPress: ["nightYotoRadio", words],
  dayMaxVolumeSteps: ["maxVolumeLimit", steps],
  nightMaxVolumeSteps: ["nightMaxVolumeLimit", steps],
  daySoundsOff: ["daySoundsOff", oneZero],
  nightSoundsOff: ["nightSoundsOff", oneZero],
  headphonesVolumeLimited: ["headphonesVolumeLimited", yesNo],
  systemVolumePercent: ["systemVolume", percent],
  volumeLevel: ["volumeLevel", words],
  bluetoothEnabled: ["bluetoothEnabled", oneZero],
  bluetoothHeadphonesEnabled: ["btHeadphonesEnabled", yesNo],
  powerButtonPauses: ["pausePowerButton", yesNo],
  volumeDownPauses: ["pauseVolumeDown", yesNo],
  repeatAll: ["repeatAll", yesNo],
  shutdownAfterSeconds: ["shutdownTimeout", seconds],
  clockFace: ["clockFace", words],
  hourFormat: ["hourFormat", hours],
  locale: ["locale", words],
  timezone: ["timezone", words],
  logLevel: ["logLevel", words],
  showDiagnostics: ["showDiagnostics", yesNo],
};

/**
 * Reads a player's configuration; what we do not know, or cannot read, stays in `asWritten` only.
 * @see https://yoto.dev/api/ "Get device config"
 */
export function readPlayerConfig(written: JsonObject): PlayerConfig {
  const settings = Object.entries(fields).flatMap(([ours, [theirs, form]]) => {
    const raw = written[theirs];
    const value = raw === undefined || raw === null ? undefined : form.read(raw);
    return value === undefined ? [] : [[ours, value] as const];
  });
  return { settings: Object.fromEntries(settings), asWritten: written };
}

/** Writes a configuration; a setting that nobody changed is written as it came, the others in the form Yoto documents. */
export function writePlayerConfig({ settings, asWritten }: PlayerConfig): JsonObject {
  const before = readPlayerConfig(asWritten).settings;
  const written = new Map(Object.entries(asWritten));
  const put = <Name extends keyof Settable>(name: Name) => {
    const [theirs, form]: Entry<Settable[Name]> = fields[name];
    const value = settings[name] as Settable[Name] | undefined;
    if (value !== undefined && !isDeepStrictEqual(value, before[name]))
      written.set(theirs, form.write(value));
  };
  for (const name of Object.keys(fields) as (keyof Settable)[]) put(name);
  return Object.fromEntries(written);
}
