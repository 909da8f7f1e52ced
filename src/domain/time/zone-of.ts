import type { PlayerState } from "../players/player-state.ts";
import { isZone, type ZoneName } from "./local-time.ts";

/** The zone that counts for a player: its own where it says, else the house's. */
export function zoneOf(player: Pick<PlayerState, "timezone"> | undefined, houseZone: ZoneName): ZoneName {
  const own = player?.timezone;
  return own !== undefined && isZone(own) ? own : houseZone;
}
