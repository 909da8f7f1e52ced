import { YotoCardId } from "../domain/ids.ts";
import { type Alarm, weekdays } from "../domain/players/alarm.ts";
import { readFlag, readNumber, told } from "./lenient.ts";

// days,time,soundCardId,?,?,volume,enabled
const places = { days: 0, time: 1, sound: 2, volume: 5, enabled: 6 } as const;

/**
 * Reads an alarm as Yoto writes it, `1111100,07:30,4OD25,,,8,1`. The seven bits are taken as Monday first; a missing last
 * field means enabled. Whatever cannot be read stays in `asWritten` and comes back unharmed.
 */
export function readAlarm(written: string): Alarm {
  const fields = written.split(",").map((field) => field.trim());
  const bits = fields[places.days] ?? "";
  const [, hours, minutes] = /^(\d{1,2}):?(\d{2})$/.exec(fields[places.time] ?? "") ?? [];
  const sound = fields[places.sound] ?? "";
  const volumeText = fields[places.volume];
  return {
    days: /^[01]{7}$/.test(bits) ? weekdays.filter((_, index) => bits[index] === "1") : [],
    time: hours === undefined || minutes === undefined ? "00:00" : `${hours.padStart(2, "0")}:${minutes}`,
    ...told({
      soundCardId: sound === "" ? undefined : YotoCardId(sound),
      volumeSteps: volumeText === "" ? undefined : readNumber(volumeText, 0, 16),
    }),
    enabled: readFlag(fields[places.enabled]) ?? true,
    asWritten: written,
  };
}

/** Writes an alarm; an alarm nobody changed is written as it came, letter by letter. */
export function writeAlarm(alarm: Alarm): string {
  const before = alarm.asWritten === undefined ? undefined : readAlarm(alarm.asWritten);
  const fields = (alarm.asWritten ?? "0000000,00:00,,,,,").split(",");
  const put = (place: number, changed: boolean, value: string) => {
    if (!changed) return;
    while (fields.length <= place) fields.push("");
    fields[place] = value;
  };
  put(
    places.days,
    before?.days.join() !== alarm.days.join(),
    weekdays.map((day) => (alarm.days.includes(day) ? "1" : "0")).join(""),
  );
  put(places.time, before?.time !== alarm.time, alarm.time);
  put(places.sound, before?.soundCardId !== alarm.soundCardId, alarm.soundCardId ?? "");
  put(
    places.volume,
    before?.volumeSteps !== alarm.volumeSteps,
    alarm.volumeSteps === undefined ? "" : String(alarm.volumeSteps),
  );
  put(places.enabled, before?.enabled !== alarm.enabled, alarm.enabled ? "1" : "0");
  return fields.join(",");
}
