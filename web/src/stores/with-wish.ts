import type { Player } from "../../../src/http/schema/player.ts";

/** What somebody just asked of a player, shown before the player has done it. Absent: not asked for. */
export type CommandRequest = {
  readonly madeAtMs: number;
  readonly status?: "playing" | "paused" | "stopped";
  readonly percent?: number;
  readonly positionSeconds?: number;
  /** 0: off. */
  readonly sleepTimerEndsAtMs?: number;
  readonly card?: {
    readonly yotoCardId: string;
    readonly title: string;
    readonly cardId?: string;
    readonly coverUrl?: string | undefined;
  };
};

/** The player as it will be when the wish came true. */
export function withWish(player: Player, wish: CommandRequest | undefined): Player {
  if (wish === undefined) return player;
  const after: Player = { ...player, playback: { ...player.playback } };
  const { playback } = after;
  if (wish.card !== undefined && wish.card.yotoCardId !== playback.card?.yotoCardId) {
    after.playback = { status: "loading", card: wish.card };
    return after;
  }
  if (wish.positionSeconds !== undefined)
    playback.position = { seconds: wish.positionSeconds, atMs: wish.madeAtMs };
  if (wish.status !== undefined && wish.status !== playback.status) {
    const heldSeconds = secondsAt(player, wish.madeAtMs);
    if (wish.positionSeconds === undefined && heldSeconds !== undefined)
      playback.position = { seconds: heldSeconds, atMs: wish.madeAtMs };
    playback.status = wish.status;
  }
  if (wish.percent !== undefined && after.volume !== undefined)
    after.volume = { ...after.volume, percent: wish.percent, steps: Math.round((wish.percent * 16) / 100) };
  if (wish.sleepTimerEndsAtMs === 0) delete after.sleepTimerEndsAtMs;
  else if (wish.sleepTimerEndsAtMs !== undefined) after.sleepTimerEndsAtMs = wish.sleepTimerEndsAtMs;
  return after;
}

/** Where playback is at a server time, moved on from the last report while playing. */
export function secondsAt({ playback }: Pick<Player, "playback">, nowMs: number): number | undefined {
  const { position, status, waitingForData, track } = playback;
  if (position === undefined) return undefined;
  if (status !== "playing" || waitingForData === true) return position.seconds;
  const seconds = position.seconds + Math.max(0, nowMs - position.atMs) / 1000;
  return track?.seconds ? Math.min(seconds, track.seconds) : seconds;
}

/** Whether the player's own word already says what was wished, so that the wish can go. */
export function isGranted(player: Player, wish: CommandRequest): boolean {
  const { playback, volume } = player;
  if (wish.card !== undefined && playback.card?.yotoCardId !== wish.card.yotoCardId) return false;
  if (wish.status !== undefined && playback.status !== wish.status) return false;
  if (wish.percent !== undefined && volume?.steps !== Math.round((wish.percent * 16) / 100)) return false;
  if (wish.sleepTimerEndsAtMs !== undefined) {
    const ends = player.sleepTimerEndsAtMs ?? 0;
    if (Math.abs(ends - wish.sleepTimerEndsAtMs) > 5000) return false;
  }
  if (wish.positionSeconds !== undefined) {
    const at = playback.position;
    if (at === undefined || at.atMs < wish.madeAtMs) return false;
  }
  return true;
}
