import type { PlayerId, YotoAccountId, YotoCardId } from "../ids.ts";
import type { SleepEnd } from "./command.ts";
import type { PlayerFamily } from "./player-family.ts";
import type { PlaybackSource, PlaybackStatus, StatusReport } from "./player-message.ts";

/** A place in a track and when it was true; while playing, extrapolate instead of storing every tick. */
export type Position = { readonly seconds: number; readonly atMs: number };

/** What a player is playing. Chapter, track and position are absent without a card, whatever it still says of the last one. */
export type Playback = {
  readonly status: PlaybackStatus;
  readonly cardId?: YotoCardId;
  readonly source?: PlaybackSource;
  readonly cardUpdatedAt?: string;
  readonly chapter?: { readonly key: string; readonly title?: string };
  readonly track?: { readonly key: string; readonly title?: string; readonly seconds?: number };
  readonly position?: Position;
  readonly streaming?: boolean;
  readonly waitingForData?: boolean;
  readonly repeatAll?: boolean;
};

/** One player as we last knew it: merged from full and delta reports, units named, absent = never told. */
export type PlayerState = {
  readonly playerId: PlayerId;
  readonly accountId: YotoAccountId;
  readonly name: string;
  readonly family: PlayerFamily;
  readonly deviceType?: string;
  /** IANA name, as its settings have it. */
  readonly timezone?: string;
  readonly presence: { readonly is: "online" | "offline" | "unknown"; readonly sinceMs: number };
  readonly playback: Playback;
  /** 0–16. */
  readonly volumeSteps?: number;
  /** 0–16: the cap that holds now (day or night). */
  readonly volumeMaxSteps?: number;
  readonly sleepTimerEndsAtMs?: number;
  /** What our order meant that set the timer to `timerMs`; gone when the timer is off or was set by somebody else. */
  readonly sleepEndsWith?: { readonly of: SleepEnd; readonly timerMs: number };
  /** Since when it is a Bluetooth loudspeaker because we told it to, and off the air; absent otherwise. */
  readonly loudspeakerSinceMs?: number;
  readonly status: StatusReport;
  /** When the last message of any kind arrived. */
  readonly heardAtMs?: number;
};

/** Where playback is now, in seconds, moved on from the last report while playing. */
export function positionNow(playback: Playback, nowMs: number): number | undefined {
  const { position, status, waitingForData, track } = playback;
  if (position === undefined) return undefined;
  if (status !== "playing" || waitingForData === true) return position.seconds;
  const seconds = position.seconds + Math.max(0, nowMs - position.atMs) / 1000;
  return track?.seconds ? Math.min(seconds, track.seconds) : seconds;
}
