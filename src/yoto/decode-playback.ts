import { z } from "zod";
import { YotoCardId } from "../domain/ids.ts";
import type { PlaybackReport, PlaybackSource } from "../domain/players/player-message.ts";
import { field, flag, readText, seconds, text, told, wholeFrom, wordOf } from "./lenient.ts";

/** A card's id, also as a number; `"none"` and `""` both mean that there is no card. */
function readCardId(raw: unknown): YotoCardId | "none" | undefined {
  if (typeof raw === "string" && /^\s*(none)?\s*$/i.test(raw)) return "none";
  const id = readText(raw);
  return id !== undefined && /^[A-Za-z0-9_-]{1,64}$/.test(id) ? YotoCardId(id) : undefined;
}
export const cardId = field(readCardId);

const source = field((raw): PlaybackSource | undefined => {
  switch (readText(raw)?.toLowerCase()) {
    case undefined:
      return undefined;
    case "card":
      return "card";
    case "remote":
      return "remote";
    case "mqtt":
      return "mqtt";
    default:
      return "other";
  }
});

const volumeSteps = wholeFrom(0, 16);

/** `data/events`: a full report or only what changed. */
const Playback = z.object({
  cardId,
  source,
  cardUpdatedAt: text,
  chapterKey: text,
  chapterTitle: text,
  trackKey: text,
  trackTitle: text,
  trackLength: seconds,
  position: seconds,
  playbackStatus: wordOf("playing", "paused", "stopped", "loading"),
  streaming: flag,
  playbackWait: flag,
  repeatAll: flag,
  volume: volumeSteps,
  volumeMax: volumeSteps,
  sleepTimerActive: flag,
  sleepTimerSeconds: seconds,
  requestId: text,
  // 0 and small values come from a player that does not know the time yet.
  eventUtc: wholeFrom(1, 253_402_300_799),
});

/** Reads a playback report field by field; what made no sense is absent, and so is never taken for a change. */
export function decodePlayback(payload: object): { report: PlaybackReport; eventUtcSeconds?: number } {
  const { trackLength, position, playbackStatus, playbackWait, volume, volumeMax, eventUtc, ...same } =
    Playback.parse(payload);
  return {
    report: told({
      ...same,
      trackSeconds: trackLength,
      positionSeconds: position,
      status: playbackStatus,
      waitingForData: playbackWait,
      volumeSteps: volume,
      volumeMaxSteps: volumeMax,
    }),
    ...told({ eventUtcSeconds: eventUtc }),
  };
}
