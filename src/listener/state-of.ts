import type { PlayerState } from "../domain/players/player-state.ts";
import type { WatchedRecord } from "../stores/watched-players.ts";

/** What everybody reads of a player's record, without what only listeners care about. */
export function stateOf({
  fence: _,
  unrecorded: __,
  unsettled: ___,
  heard: ____,
  ...state
}: WatchedRecord): PlayerState {
  return state;
}
