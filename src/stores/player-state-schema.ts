import { z } from "zod";
import type { PlaybackSource, PlaybackStatus, StatusReport } from "../domain/players/player-message.ts";
import type { Playback, PlayerState } from "../domain/players/player-state.ts";
import { ids } from "./schemas.ts";

const text = z.string().exactOptional();
const number = z.number().exactOptional();
const flag = z.boolean().exactOptional();

const playbackStatus: z.ZodType<PlaybackStatus> = z.enum(["playing", "paused", "stopped", "loading"]);
const playbackSource: z.ZodType<PlaybackSource> = z.enum(["card", "remote", "mqtt", "other"]);

const playback: z.ZodType<Playback> = z.object({
  status: playbackStatus,
  cardId: ids.yotoCard.exactOptional(),
  source: playbackSource.exactOptional(),
  cardUpdatedAt: text,
  chapter: z.object({ key: z.string(), title: text }).exactOptional(),
  track: z.object({ key: z.string(), title: text, seconds: number }).exactOptional(),
  position: z.object({ seconds: z.number(), atMs: z.number() }).exactOptional(),
  streaming: flag,
  waitingForData: flag,
  repeatAll: flag,
});

const status: z.ZodType<StatusReport> = z.object({
  firmware: text,
  productType: text,
  batteryPercent: number,
  charging: flag,
  powerSource: z.enum(["battery", "dock", "usb-c", "qi"]).exactOptional(),
  activeCardId: z.union([z.literal("none"), ids.yotoCard]).exactOptional(),
  cardSlot: z.enum(["empty", "physical", "remote", "streaming"]).exactOptional(),
  headphones: flag,
  bluetoothHeadphones: flag,
  userVolumePercent: number,
  dayMode: z.enum(["day", "night"]).exactOptional(),
  nightLight: text,
  displayBrightnessPercent: number,
  batteryCelsius: number,
  deviceCelsius: number,
  lightLevel: number,
  freeDiskKib: number,
  totalDiskKib: number,
  wifiDbm: number,
  ssid: text,
  upSeconds: number,
  utcOffsetSeconds: number,
  shutdownTimeoutSeconds: number,
  downloading: flag,
  shutDownReason: text,
});

/** A player's state as it is stored. */
export const playerStateSchema: z.ZodType<PlayerState> = z.object({
  playerId: ids.player,
  accountId: ids.yotoAccount,
  name: z.string(),
  family: z.enum(["v1", "v2", "v3", "mini", "unknown"]),
  deviceType: text,
  timezone: text,
  presence: z.object({ is: z.enum(["online", "offline", "unknown"]), sinceMs: z.number() }),
  playback,
  volumeSteps: number,
  volumeMaxSteps: number,
  sleepTimerEndsAtMs: number,
  sleepEndsWith: z.object({ of: z.enum(["track", "chapter"]), timerMs: z.number() }).exactOptional(),
  loudspeakerSinceMs: number,
  status,
  heardAtMs: number,
});
