import { omitUndefined, sameValue } from "../plain-values.ts";
import type { PlaybackReport } from "./player-message.ts";
import { type Playback, type Position, positionNow } from "./player-state.ts";

/** A report this close to where we think playback is says nothing new. Players report whole seconds, every five. */
export const positionJitterSeconds = 2;

/**
 * Lays a playback report over what we knew. A cleared card takes chapter, track and position with it, whatever the player
 * still says of the last one; another card's keys and titles are never shown on this one. `atMs` is the arrival.
 */
export function observePlayback(before: Playback, report: PlaybackReport, atMs: number): Playback {
  const cardId = report.cardId === "none" ? undefined : (report.cardId ?? before.cardId);
  if (cardId === undefined) return withoutCard(before, report);

  const old: Playback = before.cardId === cardId ? before : { status: before.status };
  const now: Playback = {
    status: report.status ?? old.status,
    ...omitUndefined({
      cardId,
      source: report.source ?? old.source,
      cardUpdatedAt: report.cardUpdatedAt ?? old.cardUpdatedAt,
      chapter: titled(old.chapter, report.chapterKey, report.chapterTitle),
      track: trackOf(old.track, report),
      streaming: report.streaming ?? old.streaming,
      waitingForData: report.waitingForData ?? old.waitingForData,
      repeatAll: report.repeatAll ?? before.repeatAll,
    }),
  };
  const position = positionOf(old, now, report, atMs);
  const after = position === undefined ? now : { ...now, position };
  return sameValue(after, before) ? before : after;
}

function withoutCard(before: Playback, report: PlaybackReport): Playback {
  const repeatAll = report.repeatAll ?? before.repeatAll;
  // Before the first full report there may be no card id yet although something plays: the status is all we believe.
  const status = report.cardId === "none" ? "stopped" : (report.status ?? before.status);
  const after: Playback = { status, ...omitUndefined({ repeatAll }) };
  return sameValue(after, before) ? before : after;
}

type Titled = { readonly key: string; readonly title?: string };

function titled(
  old: Titled | undefined,
  key: string | undefined,
  title: string | undefined,
): Titled | undefined {
  const nowKey = key ?? old?.key;
  if (nowKey === undefined) return undefined;
  return { key: nowKey, ...omitUndefined({ title: title ?? old?.title }) };
}

function trackOf(old: Playback["track"], report: PlaybackReport): Playback["track"] {
  const now = titled(old, report.trackKey, report.trackTitle);
  return now && { ...now, ...omitUndefined({ seconds: report.trackSeconds ?? old?.seconds }) };
}

/** Keeps the old anchor while extrapolating from it still tells the truth. */
function positionOf(
  old: Playback,
  now: Playback,
  report: PlaybackReport,
  atMs: number,
): Position | undefined {
  const sameTrack = old.chapter?.key === now.chapter?.key && old.track?.key === now.track?.key;
  const expected = sameTrack ? positionNow(old, atMs) : old.track === undefined ? undefined : 0;
  const seconds = report.positionSeconds ?? expected;
  if (seconds === undefined) return undefined;

  const sameMovement = old.status === now.status && old.waitingForData === now.waitingForData;
  if (!sameTrack || !sameMovement || old.position === undefined || expected === undefined)
    return { seconds, atMs };
  const tolerance = now.status === "playing" ? positionJitterSeconds : 0;
  return Math.abs(seconds - expected) > tolerance ? { seconds, atMs } : old.position;
}
