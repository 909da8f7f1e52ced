import type { CardFacts } from "../domain/cards/card-facts.ts";
import type { YotoAccountId, YotoCardId } from "../domain/ids.ts";
import type { LiveUpdates } from "../ports/live-updates.ts";
import type { YotoLibrary } from "../ports/yoto-library.ts";
import type { YotoMqtt } from "../ports/yoto-mqtt.ts";
import type { YotoPlayers } from "../ports/yoto-players.ts";
import type { ListenerHealths } from "../stores/listener-health.ts";
import type { Orders } from "../stores/orders.ts";
import type { WatchedPlayers } from "../stores/watched-players.ts";
import type { MessageSeen } from "../usecases/history/analyze-message.ts";
import type { HistoryBook } from "../usecases/history/history-book.ts";
import type { RuleDeps } from "../usecases/house-rules/apply-house-rules.ts";
import type { TokenDeps } from "../usecases/yoto-accounts/fresh-access-token.ts";
import type { HealthBoard } from "./account-health.ts";
import type { Agenda } from "./agenda.ts";
import type { Backlog } from "./backlog.ts";
import type { KeptChange } from "./player-keeper.ts";

/** What looking after an account needs. */
export type AccountDeps = TokenDeps & {
  readonly players: WatchedPlayers;
  readonly book: HistoryBook;
  /** What is known this moment of a card that plays; without it, keys alone tell where on a card a player is. */
  readonly cardFacts?: ((accountId: YotoAccountId, cardId: YotoCardId) => CardFacts | undefined) | undefined;
  /** Told of every message, with what was made of it. */
  readonly onObserved?: ((seen: MessageSeen) => void) | undefined;
  readonly orders: Orders;
  readonly healths: ListenerHealths;
  readonly board: HealthBoard;
  readonly cloud: Pick<YotoPlayers, "devices" | "playerDetails"> & Pick<YotoLibrary, "family">;
  readonly mqtt: YotoMqtt;
  readonly live: LiveUpdates;
  readonly agenda: Agenda;
  readonly listenerId: string;
  /** Notes down what was heard, so that a successor knows where to go on. */
  readonly marksHeard: () => boolean;
  /** How many connections may be under way at once. */
  readonly gate: <Answer>(work: () => Promise<Answer>) => Promise<Answer>;
  /** How many device lists may be read at once. */
  readonly reads: AccountDeps["gate"];
  readonly backlog: Backlog;
  /** With these the rules of the house are kept. */
  readonly rules?: RuleDeps | undefined;
  readonly react: (change: KeptChange) => Promise<void>;
};
