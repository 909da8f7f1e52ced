import { z } from "zod";
import type { Alarm } from "../domain/players/alarm.ts";
import type { PlayerSettings, Shortcut } from "../domain/players/player-config.ts";
import { ids, jsonObject } from "./schemas.ts";

const text = z.string().exactOptional();
const number = z.number().exactOptional();
const flag = z.boolean().exactOptional();
const brightness = z.union([z.literal("auto"), z.number()]).exactOptional();

/** An alarm as it is stored. */
export const alarmSchema: z.ZodType<Alarm> = z.object({
  days: z.array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])),
  time: z.string(),
  soundCardId: ids.yotoCard.exactOptional(),
  volumeSteps: number,
  enabled: z.boolean(),
  asWritten: text,
});

/** A shortcut as it is stored. */
export const shortcutSchema: z.ZodType<Shortcut> = z.discriminatedUnion("plays", [
  z.object({
    plays: z.literal("track"),
    yotoCardId: ids.yotoCard,
    chapterKey: z.string(),
    trackKey: z.string(),
  }),
  z.object({ plays: z.literal("something-else"), asWritten: jsonObject }),
]);

/** A player's settings as they are stored. */
export const playerSettingsSchema: z.ZodType<PlayerSettings> = z.object({
  alarms: z.array(alarmSchema).exactOptional(),
  dayColour: text,
  nightColour: text,
  dayBrightness: brightness,
  nightBrightness: brightness,
  dimBrightness: brightness,
  dimAfterSeconds: number,
  dayStartsAt: text,
  nightStartsAt: text,
  dayFirstPress: text,
  daySecondPress: text,
  nightFirstPress: text,
  nightSecondPress: text,
  dayMaxVolumeSteps: number,
  nightMaxVolumeSteps: number,
  daySoundsOff: flag,
  nightSoundsOff: flag,
  headphonesVolumeLimited: flag,
  systemVolumePercent: number,
  volumeLevel: text,
  bluetoothEnabled: flag,
  bluetoothHeadphonesEnabled: flag,
  powerButtonPauses: flag,
  volumeDownPauses: flag,
  repeatAll: flag,
  shutdownAfterSeconds: number,
  clockFace: text,
  hourFormat: z.enum(["12", "24"]).exactOptional(),
  locale: text,
  timezone: text,
  logLevel: text,
  showDiagnostics: flag,
});
