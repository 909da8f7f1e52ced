import { z } from "@hono/zod-openapi";
import { pageOf } from "./page.ts";

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time like 07:30")
  .openapi({ example: "07:30" });
const colour = z
  .string()
  .regex(/^(#[0-9a-fA-F]{6}|off)$/, "must be a colour like #ff8c00, or off")
  .openapi({ example: "#ff8c00" });
const whole = (low: number, high: number, what: string) => {
  const words = `must be a whole number of ${what} from ${low} to ${high}`;
  return z.number(words).int(words).min(low, words).max(high, words);
};
const steps = whole(0, 16, "steps");
const brightness = z.union(
  [z.literal("auto"), whole(0, 100, "percent")],
  "must be auto, or a percentage from 0 to 100",
);
const weekday = z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);

/** What can be set, in a parent's words. Day and night begin at their times; each has its cap, colour and brightness. */
const fields = {
  dayStartsAt: clockTime,
  nightStartsAt: clockTime,
  /** The loudest a child can turn it, in steps of the knob. */
  dayMaxVolumeSteps: steps,
  nightMaxVolumeSteps: steps,
  headphonesVolumeLimited: z.boolean(),
  dayColour: colour,
  nightColour: colour,
  dayBrightness: brightness,
  nightBrightness: brightness,
  /** Of the display when nobody has touched the player for a while. */
  dimBrightness: brightness,
  dimAfterSeconds: whole(0, 86_400, "seconds"),
  clockFace: z.string().min(1).max(100),
  hourFormat: z.enum(["12", "24"]),
  /** The player's own beeps. */
  daySoundsOff: z.boolean(),
  nightSoundsOff: z.boolean(),
  /** Switches itself off after so long in silence. */
  shutdownAfterSeconds: whole(60, 86_400, "seconds"),
  repeatAll: z.boolean(),
  powerButtonPauses: z.boolean(),
  volumeDownPauses: z.boolean(),
  bluetoothEnabled: z.boolean(),
  bluetoothHeadphonesEnabled: z.boolean(),
};

/** What is to be changed; what is left out stays as it is at Yoto by then. */
export const PlayerSettingsChange = z
  .object({
    name: z.string().trim().min(1).max(50),
    ...fields,
  })
  .partial()
  .strict()
  .openapi("PlayerSettingsChange");
export type PlayerSettingsChange = z.infer<typeof PlayerSettingsChange>;

const alarmFields = {
  days: z.array(weekday).min(1, "needs at least one day, or the alarm never rings").max(7),
  time: clockTime,
  /** The card it plays; absent: the player's own sound. */
  soundCardId: z.string().regex(/^[A-Za-z0-9]{1,40}$/, "must be the id of a card at Yoto"),
  volumeSteps: steps,
  enabled: z.boolean(),
};

/** A new alarm. */
export const NewAlarm = z
  .object({
    ...alarmFields,
    soundCardId: alarmFields.soundCardId.optional(),
    volumeSteps: steps.optional(),
    enabled: z.boolean().default(true),
  })
  .strict()
  .openapi("NewAlarm");

/** What is to be changed of an alarm; `null` for a sound or a volume gives it back to the player. */
export const AlarmChange = z
  .object({
    ...alarmFields,
    soundCardId: alarmFields.soundCardId.nullable(),
    volumeSteps: steps.nullable(),
  })
  .partial()
  .strict()
  .openapi("AlarmChange");

/** An alarm. `id` is made of what Yoto wrote, so that it changes with the alarm. */
export const Alarm = z
  .object({
    id: z.string(),
    days: z.array(weekday),
    time: z.string(),
    soundCardId: z.string().optional(),
    soundTitle: z.string().optional(),
    volumeSteps: z.number().optional(),
    enabled: z.boolean(),
  })
  .openapi("Alarm");
export type Alarm = z.infer<typeof Alarm>;

/** What a press of the right button starts while no card plays. `other`: something this server does not know to change. */
export const PressPlays = z
  .object({
    is: z.enum(["nothing", "card", "other"]),
    yotoCardId: z.string().optional(),
    /** Our own card, if it is one. */
    cardId: z.string().optional(),
    title: z.string().optional(),
    chapterKey: z.string().optional(),
    trackKey: z.string().optional(),
  })
  .openapi("PressPlays");
export type PressPlays = z.infer<typeof PressPlays>;

/** A card for a press; without chapter and track it begins at its beginning. */
export const PressRequest = z
  .object({
    cardId: z.string().min(1).max(100).optional(),
    yotoCardId: z.string().min(1).max(100).optional(),
    chapterKey: z.string().min(1).max(200).optional(),
    trackKey: z.string().min(1).max(200).optional(),
  })
  .strict()
  .refine(({ cardId, yotoCardId }) => (cardId === undefined) !== (yotoCardId === undefined), {
    message: "Name one card, by cardId or by yotoCardId.",
    path: ["cardId"],
  })
  .openapi("PressRequest");

/** First and second press. */
const presses = z.array(PressPlays).length(2);

/** Everything that can be set on a player, as Yoto has it now. What Yoto did not tell is absent. */
export const PlayerSettings = z
  .object({
    playerId: z.string(),
    name: z.string(),
    /** IANA name; the times are told in it. */
    timezone: z.string().optional(),
    /** The player takes over what is set when it is online. */
    online: z.boolean(),
    settings: z.object(fields).partial(),
    alarms: z.array(Alarm),
    buttons: z.object({ day: presses, night: presses }),
    /** What makes sense to offer for this player. */
    choices: z.object({
      /** No colours: the player has no lamp. */
      colours: z.array(z.object({ name: z.string(), colour: z.string() })),
      /** It can measure the light of the room. */
      autoBrightness: z.boolean(),
      clockFaces: z.array(z.string()),
    }),
  })
  .openapi("PlayerSettings");
export type PlayerSettings = z.infer<typeof PlayerSettings>;

/** One change of a player's settings: who, when, what was before and what after. Absent: there was nothing, or is nothing. */
export const SettingChange = z
  .object({
    id: z.string(),
    atMs: z.number(),
    by: z.string(),
    changed: z.array(
      z.object({
        /** The setting's name, `name`, `alarm`, `day-press-1` … */
        what: z.string(),
        before: z.unknown().optional(),
        after: z.unknown().optional(),
      }),
    ),
    undoes: z.string().optional(),
    undoneBy: z.string().optional(),
  })
  .openapi("SettingChange");
export type SettingChange = z.infer<typeof SettingChange>;
export const SettingChangePage = pageOf(SettingChange, "SettingChangePage");

/** The settings after a change, and the change, for who wants to take it back. No change: it was so already. */
export const PlayerSettingsChanged = z
  .object({ settings: PlayerSettings, change: SettingChange.optional() })
  .openapi("PlayerSettingsChanged");
export type PlayerSettingsChanged = z.infer<typeof PlayerSettingsChanged>;
