import type { CardFacts } from "../../domain/cards/card-facts.ts";
import type { YotoCardId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { Alarm as DomainAlarm } from "../../domain/players/alarm.ts";
import { ambientPresets, lightOff } from "../../domain/players/ambient-presets.ts";
import { shortcutAt, shortcutsInForce } from "../../domain/players/edit-shortcuts.ts";
import type { Shortcut } from "../../domain/players/player-config.ts";
import { capabilitiesOf } from "../../domain/players/player-family.ts";
import type { YotoPlayerDetails } from "../../ports/yoto-players.ts";
import type { Alarm, PlayerSettings, PressPlays } from "../schema/player-settings.ts";

/** What is known of a card without asking. */
type KnownCard = (yotoCardId: YotoCardId) => CardFacts | undefined;

/** The clock face of a player nobody has changed; the names of the others are not published. */
const firstClockFace = "digital-sun";

/** A player's settings as the API tells them. */
export function playerSettingsView(details: YotoPlayerDetails, cardOf: KnownCard): PlayerSettings {
  const { settings } = details.config;
  const { ambientLight, lightSensor } = capabilitiesOf(details.family);
  const {
    alarms = [],
    dayFirstPress: _,
    daySecondPress: __,
    nightFirstPress: ___,
    nightSecondPress: ____,
    ...plain
  } = settings;
  const shortcuts = shortcutsInForce(details.shortcuts, settings);
  const presses = (mode: "day" | "night") =>
    ([1, 2] as const).map((press) => pressView(shortcutAt(shortcuts, { mode, press }), cardOf));
  const faces = new Set([firstClockFace, ...(settings.clockFace === undefined ? [] : [settings.clockFace])]);
  return {
    playerId: details.playerId,
    name: details.name,
    ...omitUndefined({ timezone: details.timezone }),
    online: details.online,
    settings: {
      ...offered(plain),
      ...(ambientLight
        ? omitUndefined({
            dayColour: colourView(plain.dayColour),
            nightColour: colourView(plain.nightColour),
          })
        : {}),
    },
    alarms: alarms.map((alarm) => alarmView(alarm, cardOf)),
    buttons: { day: presses("day"), night: presses("night") },
    choices: {
      colours: ambientPresets(details.family).map(({ name, colour }) => ({
        name,
        colour: colourView(colour) ?? colour,
      })),
      autoBrightness: lightSensor,
      clockFaces: [...faces],
    },
  };
}

type Plain = YotoPlayerDetails["config"]["settings"];

/** What a parent can make something of; the rest is for Yoto's own people. */
function offered({
  dayColour: _,
  nightColour: __,
  systemVolumePercent: ___,
  volumeLevel: ____,
  locale: _____,
  timezone: ______,
  logLevel: _______,
  showDiagnostics: ________,
  alarms: _________,
  ...rest
}: Plain) {
  return rest;
}

function colourView(colour: string | undefined): string | undefined {
  return colour === lightOff ? "off" : colour;
}

function alarmView(alarm: DomainAlarm, cardOf: KnownCard): Alarm {
  const { days, time, soundCardId, volumeSteps, enabled, asWritten } = alarm;
  return {
    id: asWritten ?? "",
    days: [...days],
    time,
    enabled,
    ...omitUndefined({
      soundCardId,
      soundTitle: soundCardId === undefined ? undefined : cardOf(soundCardId)?.title,
      volumeSteps,
    }),
  };
}

function pressView(shortcut: Shortcut | undefined, cardOf: KnownCard): PressPlays {
  if (shortcut === undefined) return { is: "nothing" };
  if (shortcut.plays !== "track") return { is: "other" };
  const { yotoCardId, chapterKey, trackKey } = shortcut;
  const card = cardOf(yotoCardId);
  return {
    is: "card",
    yotoCardId,
    chapterKey,
    trackKey,
    ...omitUndefined({ cardId: card?.cardId, title: card?.title }),
  };
}
