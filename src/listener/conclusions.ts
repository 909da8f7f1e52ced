import type { Action } from "../domain/actions/action.ts";
import { newActionMemory } from "../domain/actions/action-memory.ts";
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

type Deps = {
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly ask: (what: "status-now" | "playback-now") => void;
  readonly cardFacts: (accountId: YotoAccountId, cardId: YotoCardId) => CardFacts | undefined;
  readonly keep: (noted: readonly Noted[], unsettled: readonly Noted[]) => void;
  /** Told of what was settled a moment later. */
  readonly onSettled: (actions: readonly Action[]) => void;
};

/** Draws conclusions about one player, beginning with what was stored of it. */
export function createConclusions(deps: Deps, stored: PlayerState): Conclusions {
  const { agenda, clock } = deps;
  let memory = newActionMemory(stored);
  let span: OpenSpan | undefined;
  let habits: PlayerHabits | undefined;
  let settling: { readonly atMs: number; callOff(): void } | undefined;
  let asking = false;

  const keep = (noted: readonly Noted[]) => deps.keep(noted, [...settleAll(memory).actions, ...closed(span)]);

  /** Takes what was concluded, and comes back when what waits must be settled. */
  const take = (derived: Derived, message?: PlayerMessage): readonly Action[] => {
    const before = memory;
    memory = derived.memory;
    // Only a status says whether a card lies in the slot, and whether it is night. One that came may be older than the end.
    const isOlder = message?.kind === "status" && memory.ending !== undefined;
    if (needsStatus(memory, before) || isOlder) deps.ask("status-now");
    askForVolume();
    planSettling();
    return derived.actions;
  };
  const askForVolume = () => {
    const dueMs = asksVolumeAtMs(memory);
    if (dueMs === undefined || asking) return;
    asking = true;
    agenda.after(Math.max(0, dueMs - clock.nowMs()), () => {
      asking = false;
      const stillMs = asksVolumeAtMs(memory);
      if (stillMs === undefined) return;
      if (stillMs <= clock.nowMs()) deps.ask("playback-now");
      else askForVolume();
    });
  };
  const planSettling = () => {
    const dueMs = settlesAtMs(memory);
    if (dueMs === settling?.atMs) return;
    settling?.callOff();
    settling = undefined;
    if (dueMs === undefined) return;
    const callOff = agenda.after(dueMs - clock.nowMs(), () => {
      settling = undefined;
      const actions = take(settleActions(memory, Math.max(dueMs, clock.nowMs())));
      keep(actions);
      deps.onSettled(actions);
    });
    settling = { atMs: dueMs, callOff };
  };

  return {
    observe({ before, after, atMs, message, heldUpMs }) {
      const { cardId = before.playback.cardId } = after.playback;
      const card = cardId === undefined ? undefined : deps.cardFacts(after.accountId, cardId);
      const said = message === undefined ? {} : { message };
      const derived = deriveActions(memory, { before, after, atMs, heldUpMs, card, habits, ...said });
      const actions = take(derived, message);
      const listened = listen(span, before, after, atMs, message?.kind === "playback");
      span = listened.open;
      keep([...actions, ...listened.spans]);
      return actions;
    },
    note: (action) => keep([action]),
    sending(order, atMs) {
      memory = rememberOrder(memory, order, atMs);
    },
    setHabits(wanted) {
      habits = wanted;
    },
    goBlind() {
      memory = goBlind(memory);
    },
    conclude() {
      const spans = closed(span);
      span = undefined;
      const actions = take(settleAll(memory));
      keep([...actions, ...spans]);
      deps.onSettled(actions);
    },
  };
}
