import type { Command } from "./command.ts";
import { capabilitiesOf } from "./player-family.ts";
import type { PlayerState } from "./player-state.ts";

/** Why nothing at all can be asked of a player now. */
export type OutOfReach = "player-offline" | "bluetooth-loudspeaker";

/** Why a player cannot do a certain thing. */
export type Cannot = OutOfReach | "no-ambient-light";

/** Why the player cannot be steered now; `undefined` when it can, or when nobody has heard of it yet. */
export function outOfReach({ presence, loudspeakerSinceMs }: PlayerState): OutOfReach | undefined {
  if (presence.is !== "offline") return undefined;
  return loudspeakerSinceMs === undefined ? "player-offline" : "bluetooth-loudspeaker";
}

/** Why the player cannot do this: its family never can, or it is out of reach now. */
export function whyCannot(state: PlayerState, command: Command): Cannot | undefined {
  if (command.do === "set-ambient-light" && !capabilitiesOf(state.family).ambientLight)
    return "no-ambient-light";
  return outOfReach(state);
}
