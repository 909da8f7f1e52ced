import type { PlayerId, YotoCardId } from "../ids.ts";

export type PlaybackStatus = "playing" | "paused" | "stopped" | "loading";

/** Who started what is playing: a card in the slot, somebody's app or server, a shortcut, an alarm, or unsaid. */
export type PlaybackSource = "card" | "remote" | "mqtt" | "other";

/** The fields of a `data/events` report that were present and made sense; absent means unchanged. */
export type PlaybackReport = {
  readonly cardId?: YotoCardId | "none";
  readonly source?: PlaybackSource;
  readonly cardUpdatedAt?: string;
  readonly chapterKey?: string;
  readonly chapterTitle?: string;
  readonly trackKey?: string;
  readonly trackTitle?: string;
  readonly trackSeconds?: number;
  readonly positionSeconds?: number;
  readonly status?: PlaybackStatus;
  readonly streaming?: boolean;
  readonly waitingForData?: boolean;
  readonly repeatAll?: boolean;
  /** 0–16. */
  readonly volumeSteps?: number;
  /** 0–16: today's cap. */
  readonly volumeMaxSteps?: number;
  readonly sleepTimerActive?: boolean;
  readonly sleepTimerSeconds?: number;
  readonly requestId?: string;
};

/** The fields of any of the three status reports, units named; absent means not told. */
export type StatusReport = {
  readonly firmware?: string;
  readonly productType?: string;
  readonly batteryPercent?: number;
  readonly charging?: boolean;
  readonly powerSource?: "battery" | "dock" | "usb-c" | "qi";
  readonly activeCardId?: YotoCardId | "none";
  readonly cardSlot?: "empty" | "physical" | "remote" | "streaming";
  readonly headphones?: boolean;
  readonly bluetoothHeadphones?: boolean;
  readonly userVolumePercent?: number;
  readonly dayMode?: "day" | "night";
  readonly nightLight?: string;
  readonly displayBrightnessPercent?: number;
  readonly batteryCelsius?: number;
  readonly deviceCelsius?: number;
  readonly lightLevel?: number;
  readonly freeDiskKib?: number;
  readonly totalDiskKib?: number;
  readonly wifiDbm?: number;
  readonly ssid?: string;
  readonly upSeconds?: number;
  readonly utcOffsetSeconds?: number;
  readonly shutdownTimeoutSeconds?: number;
  readonly downloading?: boolean;
  /** Set on the last message before power-off: `userShutdown` and others (yoto-protocol §4.7.3). */
  readonly shutDownReason?: string;
};

/** One message of a player, decoded. `arrivedAtMs` is our clock; the player's own may lie. */
export type PlayerMessage = {
  readonly playerId: PlayerId;
  readonly arrivedAtMs: number;
  readonly topic: string;
  /** As it came: to be looked at by people, never to decide by. */
  readonly payload?: Uint8Array;
} & (
  | { readonly kind: "playback"; readonly report: PlaybackReport; readonly eventUtcSeconds?: number }
  | { readonly kind: "status"; readonly report: StatusReport; readonly full: boolean }
  | { readonly kind: "presence"; readonly online: boolean; readonly sinceMs?: number }
  | { readonly kind: "response"; readonly about: string; readonly ok: boolean; readonly requestBody: string }
  | { readonly kind: "unreadable"; readonly why: string }
);
