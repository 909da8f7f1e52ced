import type { PlayerState } from "../../domain/players/player-state.ts";
import { localTime, momentOf, type ZoneName } from "../../domain/time/local-time.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ListeningDays } from "../../stores/listening-days.ts";

export type ListenedDeps = { readonly listeningDays: Pick<ListeningDays, "get">; readonly clock: Clock };

/** What runs is added to the day's sum so often; who does not know since when it runs does not guess more. */
const addedUpEveryMs = 120_000;

/**
 * Milliseconds of listening on this player since midnight on the wall in `zone`, the running stretch included. `sinceMs`: since
 * when it plays, where that is known.
 */
export async function listenedToday(
  deps: ListenedDeps,
  { playerId, playback }: PlayerState,
  zone: ZoneName,
  sinceMs?: number,
): Promise<number> {
  const nowMs = deps.clock.nowMs();
  const { date } = localTime(nowMs, zone);
  const day = await deps.listeningDays.get(playerId, date);
  const listenedMs = day?.listenedMs ?? 0;
  if (playback.status !== "playing") return listenedMs;
  const midnightMs = momentOf(date, 0, zone);
  const runsFromMs = Math.max(midnightMs, day?.countedUntilMs ?? 0, sinceMs ?? nowMs - addedUpEveryMs);
  return listenedMs + Math.max(0, nowMs - runsFromMs);
}
