import type { PlayerOrder } from "../domain/players/command.ts";
import type { PlayerMessage } from "../domain/players/player-message.ts";
import type { PlayerState } from "../domain/players/player-state.ts";

/** Whether only a status tells what the command brought about. */
export function showsInStatus({ do: what }: PlayerOrder["command"]): boolean {
  return what === "set-ambient-light" || what.startsWith("bluetooth-");
}

/** A card without a track, or another card in the status than in the playback: a report was lost on the way. */
export function isDoubtful({ playback }: PlayerState, message: PlayerMessage): boolean {
  if (message.kind === "playback") return playback.cardId !== undefined && playback.track === undefined;
  if (message.kind !== "status" || message.report.activeCardId === undefined) return false;
  return message.report.activeCardId !== (playback.cardId ?? "none");
}

/** Said without a change, while nothing plays and a card lies in the slot: it may have been pulled. */
export function isBareWord({ playback, status }: PlayerState, message: PlayerMessage): boolean {
  return (
    message.kind === "playback" &&
    message.report.cardId === "none" &&
    playback.cardId === undefined &&
    status.cardSlot === "physical"
  );
}
