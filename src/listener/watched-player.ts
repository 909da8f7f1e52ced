import type { Action, GapCause } from "../domain/actions/action.ts";
import { newActionMemory } from "../domain/actions/action-memory.ts";
import type { PlayerHabits } from "../domain/actions/sight.ts";
import type { CardFacts } from "../domain/cards/card-facts.ts";
import type { PlayerId, YotoAccountId, YotoCardId } from "../domain/ids.ts";
import { afterOrder } from "../domain/players/after-order.ts";
import type { PlayerOrder } from "../domain/players/command.ts";
import type { Expectation } from "../domain/players/expectation.ts";
import { judgeOrder } from "../domain/players/late-report.ts";
import { observe } from "../domain/players/observe.ts";
import type { PlayerMessage } from "../domain/players/player-message.ts";
import type { PlayerState } from "../domain/players/player-state.ts";
import type { Clock } from "../ports/clock.ts";
import type { MessageSeen } from "../usecases/history/analyze-message.ts";
import type { Agenda } from "./agenda.ts";
import { type Concluded, type Conclusions, createConclusions } from "./conclusions.ts";
import { createEchoes, type Echoes } from "./echoes.ts";
import { createGoodbyes, type Farer, type Goodbyes } from "./goodbyes.ts";
import { markOf } from "./heard-marks.ts";
import { createOrderOutcomes, type Ordered, type OrderOutcomes } from "./order-outcomes.ts";
import type { Noted, Unsettled } from "./pending-history.ts";
import type { Ask } from "./player-asks.ts";
import type { PlayerKeeper } from "./player-keeper.ts";
import { createPlayerMemory, type PlayerMemory } from "./player-memory.ts";
import { isBareWord, isDoubtful } from "./state-checks.ts";

/** One player of an account that a listener looks after. Takes messages in the order they come; never waits, never throws. */
export type WatchedPlayer = {
  readonly id: PlayerId;
  state(): PlayerState;
  /** `way`: the connection it came on. */
  receive(message: PlayerMessage, way: string): void;
  /** What the device list says of it while nothing better is known. */
  tell(change: (state: PlayerState) => PlayerState, atMs: number): void;
  /** From now on its topics are heard; the broker's retained presence is believed at once. */
  subscribed(): void;
  /** Nobody listened since `fromMs`; told in the history when the player speaks again, or when nobody waits any longer. */
  missedSince(fromMs: number, cause: GapCause): void;
  /** Nobody waits any longer for the player's word on a gap. */
  endGap(atMs: number): void;
  /** An order goes out: what it brings about is ours, not the child's. */
  sending(order: PlayerOrder, atMs: number): void;
  /** An order came to its end without having been sent. */
  noteOrder(order: PlayerOrder, outcome: Expectation["outcome"]): void;
  /** What it does by itself, as Yoto's cloud has it. */
  setHabits(habits: PlayerHabits): void;
  /** Nobody listens any more: tells what was still waiting to be settled. */
  conclude(): void;
  /** Arrival of the last message of each kind, on the agenda's clock. */
  heardMs(kind: "any" | "playback" | "status"): number;
};

type Deps = {
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly onOutcome: (expectation: Expectation) => void;
  /** What is known this moment of the card a player plays. */
  readonly cardFacts: (accountId: YotoAccountId, cardId: YotoCardId) => CardFacts | undefined;
  readonly onObserved?: ((seen: MessageSeen) => void) | undefined;
  readonly marksHeard: () => boolean;
};

/** Who keeps one player, and who asks it for its reports: when it is back, or its words do not fit together. */
type Helpers = { readonly keeper: PlayerKeeper; readonly asks: { ask(what: Ask): void } };

/** Looks after one player, beginning with the state as it was stored last. */
export function watchPlayer(deps: Deps, helpers: Helpers, stored: PlayerState): WatchedPlayer {
  return new OneWatchedPlayer(deps, helpers, stored);
}

/** A class, as its helpers are: ten thousand players with closures of their own took half the memory of a listener. */
class OneWatchedPlayer implements WatchedPlayer, Concluded, Farer, Ordered {
  readonly id: PlayerId;
  readonly #deps: Deps;
  readonly #keeper: PlayerKeeper;
  readonly #asks: Helpers["asks"];
  readonly #conclusions: Conclusions;
  readonly #goodbyes: Goodbyes;
  readonly #outcomes: OrderOutcomes;
  readonly #memory: PlayerMemory;
  readonly #echoes: Echoes;
  #heardAnyMs = Number.NEGATIVE_INFINITY;
  #heardPlaybackMs = Number.NEGATIVE_INFINITY;
  #heardStatusMs = Number.NEGATIVE_INFINITY;
  #state: PlayerState;
  #gap: { readonly fromMs: number; readonly cause: GapCause } | undefined;

  constructor(deps: Deps, { keeper, asks }: Helpers, stored: PlayerState) {
    this.id = stored.playerId;
    this.#deps = deps;
    this.#keeper = keeper;
    this.#asks = asks;
    this.#state = stored;
    this.#memory = createPlayerMemory(newActionMemory(stored));
    this.#echoes = createEchoes(this.#memory);
    this.#conclusions = createConclusions(deps, this, this.#memory, stored.playback);
    this.#goodbyes = createGoodbyes({ agenda: deps.agenda, player: this });
    this.#outcomes = createOrderOutcomes(deps, this);
  }

  state(): PlayerState {
    return this.#state;
  }

  heardMs(kind: "any" | "playback" | "status"): number {
    if (kind === "any") return this.#heardAnyMs;
    return kind === "playback" ? this.#heardPlaybackMs : this.#heardStatusMs;
  }

  receive(message: PlayerMessage, way: string): void {
    const nowMs = this.#deps.agenda.nowMs();
    if (message.kind !== "presence") this.#heardAnyMs = nowMs;
    if (message.kind === "playback") this.#heardPlaybackMs = nowMs;
    if (message.kind === "status") this.#heardStatusMs = nowMs;
    if (this.#echoes.isEcho(message, `${way} ${message.topic}`)) this.#ignore(message, "echo");
    else if (!this.#goodbyes.holdsBack(message)) this.#hear(message);
  }

  tell(change: (state: PlayerState) => PlayerState, atMs: number): void {
    this.#become({ after: change(this.#state), atMs });
  }

  subscribed(): void {
    this.#goodbyes.subscribed();
  }

  missedSince(fromMs: number, cause: GapCause): void {
    this.#gap ??= { fromMs, cause };
    this.#conclusions.goBlind();
  }

  endGap(atMs: number): void {
    if (this.#gap === undefined) return;
    const { fromMs, cause: reason } = this.#gap;
    this.#gap = undefined;
    this.#conclusions.note({
      what: "gap",
      fromMs,
      untilMs: atMs,
      reason,
      cause: "unknown",
      confidence: "high",
      atMs,
    });
  }

  sending(order: PlayerOrder, atMs: number): void {
    this.#conclusions.sending(order, atMs);
    this.#outcomes.expect(order, atMs);
  }

  noteOrder(order: PlayerOrder, outcome: Expectation["outcome"]): void {
    const atMs = "atMs" in outcome ? outcome.atMs : order.orderedAtMs;
    this.noteOutcome({ order, sentAtMs: order.orderedAtMs, outcome }, atMs);
  }

  setHabits(habits: PlayerHabits): void {
    this.#conclusions.setHabits(habits);
  }

  conclude(): void {
    this.#conclusions.conclude();
  }

  ask(what: Ask): void {
    this.#asks.ask(what);
  }

  isOnline(): boolean {
    return this.#state.presence.is === "online";
  }

  isOrderedOff(): boolean {
    return this.#outcomes.isOrderedOff();
  }

  believe(farewell: PlayerMessage): void {
    this.#apply(farewell);
  }

  keep(noted: readonly Noted[], unsettled: Unsettled): void {
    this.#keeper.keep(this.#state, noted, unsettled);
  }

  noteOutcome({ order, outcome }: Expectation, atMs: number): void {
    this.#conclusions.note({
      what: "order-settled",
      do: order.command.do,
      outcome: outcome.is,
      orderId: order.id,
      cause: "us",
      confidence: "high",
      atMs,
    });
  }

  tookEffect(expectation: Expectation, atMs: number): void {
    const after = afterOrder(this.#state, expectation.order.command, atMs);
    if (after !== this.#state) this.#become({ after, atMs });
  }

  settled(actions: readonly Action[]): void {
    const state = this.#state;
    if (actions.length > 0)
      this.#deps.onObserved?.({ playerId: this.id, before: state, after: state, actions });
  }

  #hear(message: PlayerMessage): void {
    const judged = judgeOrder(this.#memory.now.order, message);
    this.#memory.change({ order: judged.order });
    if (judged.is !== "in-order") this.ask(judged.is === "late" ? "playback" : "playback-now");
    if (judged.is === "late") {
      this.#ignore(message, "late");
      return;
    }
    if (this.#deps.marksHeard()) this.#keeper.heard(markOf(message));
    if (message.kind === "playback") this.endGap(message.arrivedAtMs);
    this.#apply(message, judged.heldUpMs);
  }

  #become(change: Omit<Parameters<Conclusions["observe"]>[0], "before">): readonly Action[] {
    const before = this.#state;
    this.#state = change.after;
    return this.#conclusions.observe({ ...change, before });
  }

  #ignore(message: PlayerMessage, ignored: "echo" | "late"): void {
    const state = this.#state;
    this.#deps.onObserved?.({
      playerId: this.id,
      message,
      before: state,
      after: state,
      actions: [],
      ignored,
    });
  }

  #apply(message: PlayerMessage, heldUpMs?: number): void {
    const before = this.#state;
    const after = observe(before, message);
    const actions = this.#become({ after, atMs: message.arrivedAtMs, message, heldUpMs });
    this.#deps.onObserved?.({ playerId: this.id, message, before, after, actions });
    this.#outcomes.follow(message);
    const state = this.#state;
    if (before.presence.is !== "online" && this.isOnline()) this.ask("everything");
    else if (isDoubtful(state, message)) this.ask("playback");
    // Only a status says whether a card lies in the slot or was started from afar.
    else if (before.playback.cardId !== state.playback.cardId || isBareWord(before, message))
      this.ask("status");
  }
}
