import type { ActionKind } from "../actions/action.ts";
import type { PlayerId } from "../ids.ts";

/** Something a player did with a card that plays a stream, as its history tells. In order of time. */
export type CardHappening = {
  readonly atMs: number;
  readonly playerId: PlayerId;
  readonly what: string;
  /** How far into the track, where that was told. */
  readonly atSeconds?: number;
};

const begins: readonly string[] = ["card-inserted", "card-started"] satisfies ActionKind[];
const ends: readonly string[] = ["card-removed", "card-ended", "playback-stopped"] satisfies ActionKind[];

/** Whether the player has stopped with the card after `sinceMs`: what it was given until then is over. */
export function hasEnded(happenings: readonly CardHappening[], playerId: PlayerId, sinceMs: number): boolean {
  return happenings.some(
    (each) => each.playerId === playerId && each.atMs > sinceMs && ends.includes(each.what),
  );
}

/** When the player last began with the card. */
export function lastBeginningMs(
  happenings: readonly CardHappening[],
  playerId: PlayerId,
): number | undefined {
  return happenings.findLast((each) => each.playerId === playerId && begins.includes(each.what))?.atMs;
}

/**
 * How far into what it was given at `sinceMs` the player was heard, as last told: endless when it was heard to its end, 0 when
 * nothing was told. A player that still plays says so itself, as `playingAtSeconds`.
 */
export function heardUpTo(
  happenings: readonly CardHappening[],
  playerId: PlayerId,
  sinceMs: number,
  playingAtSeconds?: number,
): number {
  const theirs = happenings.filter((each) => each.playerId === playerId && each.atMs >= sinceMs);
  const told = theirs.findLast(({ what, atSeconds }) => what === "card-ended" || atSeconds !== undefined);
  const last = theirs.at(-1);
  if (playingAtSeconds !== undefined && (last === undefined || !ends.includes(last.what)))
    return playingAtSeconds;
  return told?.what === "card-ended" ? Number.POSITIVE_INFINITY : (told?.atSeconds ?? 0);
}

/** The one player that had to do with the card in this time, if it is one alone. */
export function onlyPlayer(happenings: readonly CardHappening[], fromMs: number): PlayerId | undefined {
  const players = new Set(happenings.filter(({ atMs }) => atMs >= fromMs).map(({ playerId }) => playerId));
  const [only] = players;
  return players.size === 1 ? only : undefined;
}
