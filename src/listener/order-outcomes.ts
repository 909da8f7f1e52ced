import type { PlayerOrder } from "../domain/players/command.ts";
import {
  afterMessage,
  afterSilence,
  type Expectation,
  expectationOf,
  expectedForMs,
  goesOffline,
} from "../domain/players/expectation.ts";
import type { PlayerMessage } from "../domain/players/player-message.ts";
import type { PlayerState } from "../domain/players/player-state.ts";
import type { Clock } from "../ports/clock.ts";
import type { Agenda } from "./agenda.ts";
import { none } from "./pending-history.ts";
import { showsInStatus } from "./state-checks.ts";

/** A player that has confirmed needs a moment to do it: a light one at once, headphones some seconds. */
const askAgainAfterMs = [300, 2_000, 8_000];

/** What becomes of the orders that one player was sent. */
export type OrderOutcomes = {
  /** It goes out now. */
  expect(order: PlayerOrder, atMs: number): void;
  /** Moves the orders on with a message that has been taken in, and tells of those that changed. */
  follow(message: PlayerMessage): void;
  /** The player was told to go: to sleep, or to be a loudspeaker. */
  isOrderedOff(): boolean;
};

/** Who gets the orders. */
export type Ordered = {
  state(): PlayerState;
  ask(what: "status-now"): void;
  tookEffect(expectation: Expectation, atMs: number): void;
  /** An order came to its end: to be told in the history. */
  noteOutcome(expectation: Expectation, atMs: number): void;
};

type Deps = {
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly onOutcome: (expectation: Expectation) => void;
};

/** Follows the orders of one player. */
export function createOrderOutcomes(deps: Deps, player: Ordered): OrderOutcomes {
  return new OnePlayersOutcomes(deps, player);
}

class OnePlayersOutcomes implements OrderOutcomes {
  readonly #deps: Deps;
  readonly #player: Ordered;
  #expectations: readonly Expectation[] = none;

  constructor(deps: Deps, player: Ordered) {
    this.#deps = deps;
    this.#player = player;
  }

  expect(order: PlayerOrder, atMs: number): void {
    this.#expectations = [...this.#expectations, expectationOf(order, atMs)];
    this.#deps.agenda.after(expectedForMs, () => this.#giveUpOn(order));
  }

  isOrderedOff(): boolean {
    return this.#expectations.some(({ order }) => goesOffline(order.command));
  }

  follow(message: PlayerMessage): void {
    for (const before of this.#expectations) {
      const after = afterMessage(before, message, this.#player.state());
      if (after === before) continue;
      this.#expectations = this.#expectations.map((each) => (each === before ? after : each));
      this.#deps.onOutcome(after);
      const { is } = after.outcome;
      if (is === "took-effect") this.#player.tookEffect(after, message.arrivedAtMs);
      if (is === "acked" && showsInStatus(after.order.command))
        for (const ms of askAgainAfterMs) this.#deps.agenda.after(ms, () => this.#player.ask("status-now"));
      if (is === "took-effect" || is === "refused") this.#player.noteOutcome(after, message.arrivedAtMs);
    }
  }

  #giveUpOn(order: PlayerOrder): void {
    const last = this.#expectations.find((each) => each.order.id === order.id);
    this.#expectations = this.#expectations.filter((each) => each.order.id !== order.id);
    if (last === undefined || last.outcome.is === "took-effect" || last.outcome.is === "refused") return;
    const atMs = this.#deps.clock.nowMs();
    const outcome = afterSilence(last, this.#player.state(), atMs);
    if (outcome !== last.outcome) this.#deps.onOutcome({ ...last, outcome });
    this.#player.noteOutcome({ ...last, outcome }, atMs);
  }
}
