import type { Action } from "../domain/actions/action.ts";
import { type ActionMemory, newActionMemory } from "../domain/actions/action-memory.ts";
import {
  asksVolumeAtMs,
  type Derived,
  deriveActions,
  goBlind,
  needsStatus,
  rememberOrder,
  settleActions,
  settleAll,
  settlesAtMs,
} from "../domain/actions/derive-actions.ts";
import type { PlayerHabits } from "../domain/actions/sight.ts";
import type { CardFacts } from "../domain/cards/card-facts.ts";
import type { YotoAccountId, YotoCardId } from "../domain/ids.ts";
import { closed, listen, type OpenSpan } from "../domain/listening-days/listened-span.ts";
import type { PlayerOrder } from "../domain/players/command.ts";
import type { PlayerMessage } from "../domain/players/player-message.ts";
import type { PlayerState } from "../domain/players/player-state.ts";
import type { Clock } from "../ports/clock.ts";
import type { Agenda } from "./agenda.ts";
import type { Noted } from "./player-keeper.ts";

/** What we make of one player's reports: its actions, and how long it was listened to. */
export type Conclusions = {
  /** From one state to the next; what follows at once. The rest is kept when it is settled. */
  observe(change: {
    readonly before: PlayerState;
    readonly after: PlayerState;
    readonly atMs: number;
    readonly message?: PlayerMessage;
    readonly heldUpMs?: number | undefined;
  }): readonly Action[];
  /** Something else to stand in the history. */
  note(action: Action): void;
  sending(order: PlayerOrder, atMs: number): void;
  setHabits(habits: PlayerHabits): void;
  /** Nobody listened for a while. */
  goBlind(): void;
  /** Nobody listens any more: settles what waits. */
  conclude(): void;
};

/** Whose reports they are, and what becomes of the conclusions. */
export type Concluded = {
  ask(what: "status-now" | "playback-now"): void;
  keep(noted: readonly Noted[], unsettled: readonly Noted[]): void;
  /** Told of what was settled a moment later. */
  settled(actions: readonly Action[]): void;
};

type Deps = {
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly cardFacts: (accountId: YotoAccountId, cardId: YotoCardId) => CardFacts | undefined;
};

/** Draws conclusions about one player, beginning with what was stored of it. */
export function createConclusions(deps: Deps, player: Concluded, stored: PlayerState): Conclusions {
  return new OnePlayersConclusions(deps, player, stored);
}

class OnePlayersConclusions implements Conclusions {
  readonly #deps: Deps;
  readonly #player: Concluded;
  #memory: ActionMemory;
  #span: OpenSpan | undefined;
  #habits: PlayerHabits | undefined;
  #settling: { readonly atMs: number; callOff(): void } | undefined;
  #asking = false;

  constructor(deps: Deps, player: Concluded, stored: PlayerState) {
    this.#deps = deps;
    this.#player = player;
    this.#memory = newActionMemory(stored);
  }

  observe({
    before,
    after,
    atMs,
    message,
    heldUpMs,
  }: Parameters<Conclusions["observe"]>[0]): readonly Action[] {
    const { cardId = before.playback.cardId } = after.playback;
    const card = cardId === undefined ? undefined : this.#deps.cardFacts(after.accountId, cardId);
    const said = message === undefined ? {} : { message };
    const seen = { before, after, atMs, heldUpMs, card, habits: this.#habits, ...said };
    const actions = this.#take(deriveActions(this.#memory, seen), message);
    const listened = listen(this.#span, before, after, atMs, message?.kind === "playback");
    this.#span = listened.open;
    this.#keep([...actions, ...listened.spans]);
    return actions;
  }

  note(action: Action): void {
    this.#keep([action]);
  }

  sending(order: PlayerOrder, atMs: number): void {
    this.#memory = rememberOrder(this.#memory, order, atMs);
  }

  setHabits(wanted: PlayerHabits): void {
    this.#habits = wanted;
  }

  goBlind(): void {
    this.#memory = goBlind(this.#memory);
  }

  conclude(): void {
    const spans = closed(this.#span);
    this.#span = undefined;
    const actions = this.#take(settleAll(this.#memory));
    this.#keep([...actions, ...spans]);
    this.#player.settled(actions);
  }

  #keep(noted: readonly Noted[]): void {
    this.#player.keep(noted, [...settleAll(this.#memory).actions, ...closed(this.#span)]);
  }

  /** Takes what was concluded, and comes back when what waits must be settled. */
  #take(derived: Derived, message?: PlayerMessage): readonly Action[] {
    const before = this.#memory;
    this.#memory = derived.memory;
    // Only a status says whether a card lies in the slot, and whether it is night. One that came may be older than the end.
    const isOlder = message?.kind === "status" && this.#memory.ending !== undefined;
    if (needsStatus(this.#memory, before) || isOlder) this.#player.ask("status-now");
    this.#askForVolume();
    this.#planSettling();
    return derived.actions;
  }

  #askForVolume(): void {
    const { agenda, clock } = this.#deps;
    const dueMs = asksVolumeAtMs(this.#memory);
    if (dueMs === undefined || this.#asking) return;
    this.#asking = true;
    agenda.after(Math.max(0, dueMs - clock.nowMs()), () => {
      this.#asking = false;
      const stillMs = asksVolumeAtMs(this.#memory);
      if (stillMs === undefined) return;
      if (stillMs <= clock.nowMs()) this.#player.ask("playback-now");
      else this.#askForVolume();
    });
  }

  #planSettling(): void {
    const { agenda, clock } = this.#deps;
    const dueMs = settlesAtMs(this.#memory);
    if (dueMs === this.#settling?.atMs) return;
    this.#settling?.callOff();
    this.#settling = undefined;
    if (dueMs === undefined) return;
    const callOff = agenda.after(dueMs - clock.nowMs(), () => {
      this.#settling = undefined;
      const actions = this.#take(settleActions(this.#memory, Math.max(dueMs, clock.nowMs())));
      this.#keep(actions);
      this.#player.settled(actions);
    });
    this.#settling = { atMs: dueMs, callOff };
  }
}
