import type { CardFacts } from "../cards/card-facts.ts";
import type { Alarm } from "../players/alarm.ts";
import type { Shortcuts } from "../players/player-config.ts";
import type { PlayerMessage } from "../players/player-message.ts";
import type { PlayerState } from "../players/player-state.ts";
import type { ZoneName } from "../time/local-time.ts";

/** What a player has been told to do by itself. */
export type PlayerHabits = {
  readonly zone?: ZoneName;
  readonly alarms: readonly Alarm[];
  readonly shortcuts: Pick<Shortcuts, "day" | "night">;
};

/** What is seen of a player when something is said of it: two successive states, and what was said. */
export type Sight = {
  readonly before: PlayerState;
  readonly after: PlayerState;
  readonly message?: PlayerMessage;
  /** Our clock; the player's own may lie. */
  readonly atMs: number;
  /** How long the message was held up on its way: what it says was true so long ago. */
  readonly heldUpMs?: number | undefined;
  /** The card it plays, or played just now, where we know it. */
  readonly card?: CardFacts | undefined;
  readonly habits?: PlayerHabits | undefined;
};
