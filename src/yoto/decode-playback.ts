import { YotoCardId } from "../domain/ids.ts";
import type { PlaybackReport, PlaybackSource } from "../domain/players/player-message.ts";
import { readFlag, readSeconds, readText, reportReader, wholeReader, wordReader } from "./lenient.ts";

/** A card's id, also as a number; `"none"` and `""` both mean that there is no card. */
export function readCardId(raw: unknown): YotoCardId | "none" | undefined {
  if (typeof raw === "string" && /^\s*(none)?\s*$/i.test(raw)) return "none";
  const id = readText(raw);
  return id !== undefined && /^[A-Za-z0-9_-]{1,64}$/.test(id) ? YotoCardId(id) : undefined;
}

function readSource(raw: unknown): PlaybackSource | undefined {
  const said = readText(raw)?.toLowerCase();
  switch (said) {
    case undefined:
    case "card":
    case "remote":
    case "mqtt":
      return said;
    default:
      return "other";
  }
}

const readVolume = wholeReader(0, 16);

/** `data/events`: a full report or only what changed. */
const readReport = reportReader<PlaybackReport>({
  cardId: ["cardId", readCardId],
  source: ["source", readSource],
  cardUpdatedAt: ["cardUpdatedAt", readText],
  chapterKey: ["chapterKey", readText],
  chapterTitle: ["chapterTitle", readText],
  trackKey: ["trackKey", readText],
  trackTitle: ["trackTitle", readText],
  trackSeconds: ["trackLength", readSeconds],
  positionSeconds: ["position", readSeconds],
  status: ["playbackStatus", wordReader("playing", "paused", "stopped", "loading")],
  streaming: ["streaming", readFlag],
  waitingForData: ["playbackWait", readFlag],
  repeatAll: ["repeatAll", readFlag],
  volumeSteps: ["volume", readVolume],
  volumeMaxSteps: ["volumeMax", readVolume],
  sleepTimerActive: ["sleepTimerActive", readFlag],
  sleepTimerSeconds: ["sleepTimerSeconds", readSeconds],
  requestId: ["requestId", readText],
});
// 0 and small values come from a player that does not know the time yet.
const readMoment = reportReader<{ readonly eventUtcSeconds?: number }>({
  eventUtcSeconds: ["eventUtc", wholeReader(1, 253_402_300_799)],
});

/** Reads a playback report field by field; what made no sense is absent, and so is never taken for a change. */
export function decodePlayback(payload: object): { report: PlaybackReport; eventUtcSeconds?: number } {
  return { report: readReport(payload), ...readMoment(payload) };
}
