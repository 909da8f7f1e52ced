import type { PlayerId } from "../../domain/ids.ts";
import { hasEnded, lastBeginningMs, onlyPlayer } from "../../domain/streams/card-happenings.ts";
import type { Listening } from "../../domain/streams/listening.ts";
import { mayStillListen } from "../../domain/streams/still-listening.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import { whoAsks } from "../../domain/streams/who-asks.ts";
import type { Listenings } from "../../stores/listenings.ts";
import type { CardActivity } from "../cards/card-activity.ts";

/** The listener that a player is. */
export const playerListener = (id: PlayerId) => `player:${id}`;

/** A player asks for what it plays at once. */
const justBegunMs = 15_000;

/** When what a listening was answered with was first asked for. */
export function startsOf(listening: Listening | undefined): readonly number[] {
  return Object.values(listening?.answers ?? {}).map(({ firstAskedAtMs }) => firstAskedAtMs);
}

/** Whether this time of listening is not over, as far as requests and the player's own word tell. */
export function goesOn(
  listening: Listening,
  asks: PlayerId | undefined,
  { happenings }: CardActivity,
  nowMs: number,
): boolean {
  if (!mayStillListen(listening, nowMs)) return false;
  const listener = listenerIn(listening, happenings);
  // Nobody knows whose it is, but a player that began only later it is not.
  if (listener === undefined)
    return asks === undefined || (lastBeginningMs(happenings, asks) ?? 0) < listening.lastAskedAtMs + 5_000;
  if (asks !== undefined && asks !== listener) return false;
  return !hasEnded(happenings, listener, listening.lastAskedAtMs);
}

/** Whose time of listening it is, if that was known or one player alone had to do with the card since. */
function listenerIn(listening: Listening, happenings: CardActivity["happenings"]): PlayerId | undefined {
  const told = Object.values(listening.answers).findLast(({ playerId }) => playerId !== undefined);
  return told?.playerId ?? onlyPlayer(happenings, Math.min(...startsOf(listening)) - 5_000);
}

/** Which player asks, as far as players and requests tell. */
export async function whoIs(
  deps: { readonly listenings: Listenings },
  stream: Stream,
  from: string,
  here: Listening | undefined,
  { holders, happenings }: CardActivity,
  nowMs: number,
): Promise<PlayerId | undefined> {
  const elsewhere = new Set<PlayerId>();
  const waiting = new Set<PlayerId>();
  for (const { playerId } of holders) {
    const theirs = (await deps.listenings.get(stream.id, playerListener(playerId)))?.value;
    const beganMs = lastBeginningMs(happenings, playerId) ?? 0;
    if (nowMs - beganMs < justBegunMs && (theirs?.lastAskedAtMs ?? 0) < beganMs) waiting.add(playerId);
    if (theirs === undefined || theirs.askedFrom === from || !mayStillListen(theirs, nowMs)) continue;
    if (!hasEnded(happenings, playerId, theirs.lastAskedAtMs)) elsewhere.add(playerId);
  }
  const before = here && Object.values(here.answers).findLast(({ playerId }) => playerId)?.playerId;
  return whoAsks({ holders: holders.map(({ playerId }) => playerId), elsewhere, waiting, before });
}
