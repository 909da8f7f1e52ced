import { z } from "zod";

/** What a shortcut or an alarm plays. */
export type CardPlace = { readonly cardId: string; readonly chapterKey?: string; readonly trackKey?: string };

export type Alarm = {
  /** Monday first. */
  readonly days: readonly boolean[];
  readonly minuteOfDay: number;
  readonly cardId: string;
  readonly volume: number | undefined;
};

export type ModeSettings = {
  readonly startsAtMinute: number;
  readonly maxVolume: number;
  readonly ambientColour: string;
  /** 0–100, or 255 for automatic. */
  readonly brightness: number;
  /** By the number of presses of the right button. */
  readonly shortcuts: readonly CardPlace[];
};

/** A player's config as it acts on it; numbers are numbers here. */
export type Settings = {
  readonly timeZone: string;
  readonly day: ModeSettings;
  readonly night: ModeSettings;
  readonly alarms: readonly Alarm[];
  readonly repeatAll: boolean;
  readonly shutdownTimeoutSeconds: number;
  readonly displayDimTimeoutSeconds: number;
  readonly pauseVolumeDown: boolean;
  readonly pausePowerButton: boolean;
  readonly headphonesVolumeLimited: boolean;
  readonly hourFormat: "12" | "24";
};

const number = (fallback: number) => z.coerce.number().finite().catch(fallback);
const yes = (fallback: boolean) =>
  z
    .union([z.boolean(), z.enum(["0", "1", "true", "false"]).transform((t) => t === "1" || t === "true")])
    .catch(fallback);
const text = (fallback: string) => z.string().min(1).catch(fallback);

const ConfigJson = z.looseObject({
  alarms: z.array(z.string()).catch([]),
  ambientColour: text("#40bfd9"),
  nightAmbientColour: text("#0"),
  dayDisplayBrightness: z.string().catch("auto"),
  nightDisplayBrightness: z.string().catch("auto"),
  dayTime: text("07:00"),
  nightTime: text("19:00"),
  dayYotoDaily: text("0"),
  dayYotoRadio: text("0"),
  nightYotoDaily: text("0"),
  nightYotoRadio: text("0"),
  displayDimTimeout: number(60),
  headphonesVolumeLimited: yes(false),
  hourFormat: z.enum(["12", "24"]).catch("12"),
  maxVolumeLimit: number(16),
  nightMaxVolumeLimit: number(16),
  pausePowerButton: yes(true),
  pauseVolumeDown: yes(false),
  repeatAll: yes(false),
  shutdownTimeout: number(3_600),
});

const ShortcutJson = z.looseObject({
  params: z.looseObject({ card: z.string(), chapter: z.string().optional(), track: z.string().optional() }),
});
const ModeJson = z
  .looseObject({ content: z.array(z.unknown()).catch([]) })
  .optional()
  .catch(undefined);
const DeviceJson = z.looseObject({
  geoTimezone: text("Europe/London"),
  config: z.preprocess((value) => value ?? {}, ConfigJson),
  shortcuts: z
    .looseObject({ modes: z.looseObject({ day: ModeJson, night: ModeJson }) })
    .optional()
    .catch(undefined),
});

/** Reads `GET /device-v2/{id}/config`; what is missing or odd falls back to what a new player would do. */
export function parseSettings(json: unknown): Settings {
  const wrapped = z.looseObject({ device: DeviceJson }).catch({ device: DeviceJson.parse({}) });
  const { config, shortcuts, geoTimezone } = wrapped.parse(json).device;
  const modes = shortcuts?.modes;
  return {
    timeZone: geoTimezone,
    day: {
      startsAtMinute: parseMinute(config.dayTime) ?? 420,
      maxVolume: steps(config.maxVolumeLimit),
      ambientColour: config.ambientColour,
      brightness: parseBrightness(config.dayDisplayBrightness),
      shortcuts: shortcutsOf(modes?.day?.content, [config.dayYotoDaily, config.dayYotoRadio]),
    },
    night: {
      startsAtMinute: parseMinute(config.nightTime) ?? 1_140,
      maxVolume: steps(config.nightMaxVolumeLimit),
      ambientColour: config.nightAmbientColour,
      brightness: parseBrightness(config.nightDisplayBrightness),
      shortcuts: shortcutsOf(modes?.night?.content, [config.nightYotoDaily, config.nightYotoRadio]),
    },
    alarms: config.alarms.flatMap((each) => parseAlarm(each) ?? []),
    repeatAll: config.repeatAll,
    shutdownTimeoutSeconds: config.shutdownTimeout,
    displayDimTimeoutSeconds: config.displayDimTimeout,
    pauseVolumeDown: config.pauseVolumeDown,
    pausePowerButton: config.pausePowerButton,
    headphonesVolumeLimited: config.headphonesVolumeLimited,
    hourFormat: config.hourFormat,
  };
}

/** `days,time,card,,,volume,enabled`: seven bits from Monday, `HHMM` or `HH:MM`, 0–16, and 1 where missing. */
export function parseAlarm(line: string): Alarm | undefined {
  const [days = "", time = "", cardId = "", , , volume = "", enabled = "1"] = line.split(",");
  const minuteOfDay = parseMinute(time);
  if (!/^[01]{7}$/.test(days) || minuteOfDay === undefined || cardId === "" || enabled.trim() === "0")
    return undefined;
  return {
    days: [...days].map((bit) => bit === "1"),
    minuteOfDay,
    cardId,
    volume: volume.trim() === "" ? undefined : steps(Number(volume)),
  };
}

function shortcutsOf(
  content: readonly unknown[] | undefined,
  older: readonly string[],
): readonly CardPlace[] {
  const parsed = (content ?? []).flatMap((each) => {
    const shortcut = ShortcutJson.safeParse(each);
    if (!shortcut.success) return [];
    const { card, chapter, track } = shortcut.data.params;
    return [placeOf(card, chapter, track)];
  });
  if (parsed.length > 0) return parsed;
  return older
    .filter((each) => each !== "0")
    .map((each) => {
      const [cardId = "", chapterKey, trackKey] = each.split("/");
      return placeOf(cardId, chapterKey, trackKey);
    });
}

function placeOf(cardId: string, chapterKey?: string, trackKey?: string): CardPlace {
  return { cardId, ...(chapterKey && { chapterKey }), ...(trackKey && { trackKey }) };
}

function parseMinute(text: string): number | undefined {
  const match = /^(\d{1,2}):?(\d{2})$/.exec(text.trim());
  if (match === null) return undefined;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return minute < 1_440 ? minute : undefined;
}

function parseBrightness(text: string): number {
  const value = Number(text);
  return text === "auto" || text.trim() === "" || !Number.isFinite(value)
    ? 255
    : Math.min(100, Math.max(0, value));
}

function steps(value: number): number {
  return Number.isFinite(value) ? Math.min(16, Math.max(0, Math.round(value))) : 16;
}
