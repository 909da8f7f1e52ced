import type { Commands } from "../ports/commands.ts";
import type { ListenerBoard } from "../stores/listener-board.ts";
import type { AccountDeps } from "./account-deps.ts";

/** What a listener needs. `listenerId` names this process; at home a fixed name, so that a restart takes over at once. */
export type ListenerDeps = Omit<
  AccountDeps,
  "agenda" | "gate" | "reads" | "backlog" | "react" | "marksHeard"
> & {
  readonly shares: ListenerBoard;
  readonly commands: Commands;
  /** Done after a change of a player was stored: rules, webhooks. Its failure is logged. */
  readonly react?: AccountDeps["react"];
  /** How often it beats while there is no other listener; by default as often as among others. */
  readonly beatAloneEveryMs?: number;
  /** Whether somebody is expected who relieves it: then it looks around more often. */
  readonly isRelievedSoon?: () => boolean;
  /** Told with each look around whether there are others. */
  readonly onCompany?: (others: boolean) => void;
};
