import { type FamilyFacts, factsOfFamily } from "./family-facts.ts";
import type { PlayerCard } from "./player-card.ts";
import { parseSettings, type Settings } from "./settings.ts";

/** What a player is about. `loading` is internal: a card was put in and its contents are being asked for. */
export type Activity =
  | "off"
  | "booting"
  | "idle"
  | "loading"
  | "playing"
  | "paused"
  | "stopped"
  | "bt_speaker";

/** Who made the player play; `shortcut` and `alarm` are guesses, Yoto does not document the words. */
export type PlaySource = "card" | "MQTT" | "remote" | "shortcut" | "alarm";

/** A wish to play a card whose contents are still on their way. */
export type CommandRequest = {
  readonly number: number;
  readonly cardId: string;
  readonly source: PlaySource;
  readonly chapterKey?: string | undefined;
  readonly trackKey?: string | undefined;
  readonly secondsIn?: number | undefined;
  readonly cutOff?: number | undefined;
  readonly anyButtonStop?: boolean | undefined;
  /** The command to answer once it is known whether the card exists. */
  readonly answer?: { readonly key: string; readonly body: string } | undefined;
};

export type Place = {
  readonly chapterKey: string;
  readonly trackKey: string;
  readonly seconds: number;
  readonly atMs: number;
};

/** Everything that happens by itself, each at most once at a time. */
export type WakeName =
  | "boot"
  | "second-boot-report"
  | "report"
  | "status"
  | "sleep"
  | "mode"
  | "alarm"
  | "shutdown"
  | "battery"
  | "preview"
  | "cut-off"
  | "bt-speaker";

/** All a player knows and is, but for its sockets and its sound. */
export type PlayerModel = {
  readonly deviceId: string;
  readonly facts: FamilyFacts;
  readonly habits: PlayerHabits;
  readonly activity: Activity;
  readonly hasWifi: boolean;
  /** Connected to the broker. */
  readonly isOnline: boolean;
  readonly settings: Settings;
  readonly settingsRead: boolean;
  readonly bootedAtMs: number;
  readonly bootReportsDue: boolean;
  readonly wakes: Readonly<Partial<Record<WakeName, number>>>;
  readonly pushesUntilMs: number;
  readonly clockWrongBySeconds: number;

  readonly slot: string | undefined;
  readonly wish: CommandRequest | undefined;
  readonly wishes: number;
  readonly card: PlayerCard | undefined;
  readonly order: readonly number[];
  readonly index: number;
  readonly source: PlaySource;
  /** Counts the sounds that were started, so that news of an older one is known as such. */
  readonly sound: number;
  readonly positionSeconds: number;
  readonly lengthSeconds: number;
  readonly isStreaming: boolean;
  readonly isWaiting: boolean;
  readonly pausedByVolume: boolean;
  readonly cutOffSeconds: number | undefined;
  readonly anyButtonStops: boolean;
  readonly places: Readonly<Record<string, Place>>;

  readonly volume: number;
  readonly isDay: boolean | undefined;
  readonly sleepAtMs: number | undefined;
  readonly ambient: string | undefined;
  readonly previewIcon: string | undefined;
  readonly headphones: boolean;
  readonly bluetoothHeadphones: boolean;
  readonly charger: boolean;
  readonly battery: { readonly percent: number; readonly atMs: number; readonly perHour: number };
  readonly download: {
    readonly running: boolean;
    readonly bytesPerSecond: number;
    readonly storedKiB: number;
  };
};

/** Switches where Yoto's players differ or nobody knows. */
export type PlayerHabits = {
  /** Legacy `events` and `status` beside the `data/` topics. */
  readonly saysLegacy: boolean;
  /** A status every 300 s without being asked. */
  readonly saysStatusByItself: boolean;
  /** Tells a new track at once with `playbackWait`, before it asks for the audio: always, never, or now and then. */
  readonly tellsBeforeFetching: "always" | "never" | "sometimes";
  /** Numbers and booleans as text, as the published documentation shows them. */
  readonly saysText: boolean;
};

export const pushesForMs = 300_000;
export const volumeSteps = 16;

/** A player as it leaves the factory, switched off. */
export function newPlayer(deviceId: string, family: string, habits: PlayerHabits, atMs: number): PlayerModel {
  return {
    deviceId,
    facts: factsOfFamily(family),
    habits,
    activity: "off",
    hasWifi: true,
    isOnline: false,
    settings: parseSettings({}),
    settingsRead: false,
    bootedAtMs: atMs,
    bootReportsDue: false,
    wakes: {},
    pushesUntilMs: 0,
    clockWrongBySeconds: 0,
    slot: undefined,
    wish: undefined,
    wishes: 0,
    card: undefined,
    order: [],
    index: 0,
    source: "card",
    sound: 0,
    positionSeconds: 0,
    lengthSeconds: 0,
    isStreaming: false,
    isWaiting: false,
    pausedByVolume: false,
    cutOffSeconds: undefined,
    anyButtonStops: false,
    places: {},
    volume: 6,
    isDay: undefined,
    sleepAtMs: undefined,
    ambient: undefined,
    previewIcon: undefined,
    headphones: false,
    bluetoothHeadphones: false,
    charger: true,
    battery: { percent: 100, atMs, perHour: 0 },
    download: { running: false, bytesPerSecond: 0, storedKiB: 0 },
  };
}

/** The volume cap in force: the day's or the night's. */
export function volumeMax({ settings, isDay }: PlayerModel): number {
  return isDay === false ? settings.night.maxVolume : settings.day.maxVolume;
}

/** The charge now, in percent. */
export function batteryPercent({ battery }: PlayerModel, atMs: number): number {
  const hours = (atMs - battery.atMs) / 3_600_000;
  return Math.min(100, Math.max(0, battery.percent + battery.perHour * hours));
}

/** Whether sound is on, or would be if data came. */
export function isSounding({ activity }: PlayerModel): boolean {
  return activity === "playing" || activity === "paused";
}

/** The card events speak of; `none` unless something plays or is paused. */
export function activeCardId(model: PlayerModel): string {
  return isSounding(model) && model.card !== undefined ? model.card.cardId : "none";
}
