import type { PlayerId } from "../ids.ts";

/** Something a player did with a card that plays a stream, as its history tells. In order of time. */
export type CardHappening = { readonly atMs: number; readonly playerId: PlayerId; readonly what: string };

const ends: readonly string[] = ["card-removed", "playback-stopped"];
const begins: readonly string[] = ["playback-started", "track-started"];
const pauses: readonly string[] = ["playback-paused", ...ends];

/** Whether the player has stopped with the card after `sinceMs`: what it was given until then is over. */
export function hasEnded(happenings: readonly CardHappening[], playerId: PlayerId, sinceMs: number): boolean {
  return happenings.some(
    (each) => each.playerId === playerId && each.atMs > sinceMs && ends.includes(each.what),
  );
}

/** For how many seconds the player was heard between two moments, pauses left out. */
export function heardSeconds(
  happenings: readonly CardHappening[],
  playerId: PlayerId,
  fromMs: number,
  untilMs: number,
): number {
  let heardMs = 0;
  let sinceMs: number | undefined;
  for (const { atMs, what, playerId: who } of happenings) {
    if (who !== playerId || atMs < fromMs || atMs > untilMs) continue;
    if (begins.includes(what)) sinceMs ??= atMs;
    if (!pauses.includes(what) || sinceMs === undefined) continue;
    heardMs += atMs - sinceMs;
    sinceMs = undefined;
  }
  if (sinceMs !== undefined) heardMs += untilMs - sinceMs;
  return heardMs / 1000;
}

/** The one player that had to do with the card in this time, if it is one alone. */
export function onlyPlayer(happenings: readonly CardHappening[], fromMs: number): PlayerId | undefined {
  const players = new Set(happenings.filter(({ atMs }) => atMs >= fromMs).map(({ playerId }) => playerId));
  const [only] = players;
  return players.size === 1 ? only : undefined;
}
