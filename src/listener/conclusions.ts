import type { Action } from "../domain/actions/action.ts";
import type { ActionMemory } from "../domain/actions/action-memory.ts";
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
import { closed, listen } from "../domain/listening-days/listened-span.ts";
import type { PlayerOrder } from "../domain/players/command.ts";
import type { PlayerMessage } from "../domain/players/player-message.ts";
import type { Playback, PlayerState } from "../domain/players/player-state.ts";
import type { Clock } from "../ports/clock.ts";
import type { Agenda } from "./agenda.ts";
import type { Noted, Unsettled } from "./pending-history.ts";
import type { PlayerMemory } from "./player-memory.ts";

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
  keep(noted: readonly Noted[], unsettled: Unsettled): void;
  /** Told of what was settled a moment later. */
  settled(actions: readonly Action[]): void;
};

type Deps = {
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly cardFacts: (accountId: YotoAccountId, cardId: YotoCardId) => CardFacts | undefined;
};

/** Draws conclusions about one player, beginning with what is remembered of it, and what it plays. */
export function createConclusions(
  deps: Deps,
  player: Concluded,
  memory: PlayerMemory,
  playback: Playback,
): Conclusions {
  return new OnePlayersConclusions(deps, player, memory, playback);
}

class OnePlayersConclusions implements Conclusions, Unsettled {
  readonly #deps: Deps;
  readonly #player: Concluded;
  readonly #memory: PlayerMemory;
  #playback: Playback;
  /** As JSON: thirty small objects of each player, and seldom asked for. */
  #habits: string | undefined;
  #settling: { readonly atMs: number; callOff(): void } | undefined;
  #asking = false;

  constructor(deps: Deps, player: Concluded, memory: PlayerMemory, playback: Playback) {
    this.#deps = deps;
    this.#player = player;
    this.#memory = memory;
    this.#playback = playback;
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
    const habits = this.#habits;
    const seen = {
      ...said,
      before,
      after,
      atMs,
      heldUpMs,
      card,
      get habits() {
        return habits === undefined ? undefined : (JSON.parse(habits) as PlayerHabits);
      },
    };
    const actions = this.#take(deriveActions(this.#deeds(), seen), message);
    const listened = listen(this.#memory.now.span, before, after, atMs, message?.kind === "playback");
    this.#memory.change({ span: listened.open });
    this.#keep([...actions, ...listened.spans]);
    return actions;
  }

  note(action: Action): void {
    this.#keep([action]);
  }

  sending(order: PlayerOrder, atMs: number): void {
    this.#remember(rememberOrder(this.#deeds(), order, atMs));
  }

  setHabits(wanted: PlayerHabits): void {
    this.#habits = JSON.stringify(wanted);
  }

  goBlind(): void {
    this.#remember(goBlind(this.#deeds()));
  }

  conclude(): void {
    const spans = closed(this.#memory.now.span);
    this.#memory.change({ span: undefined });
    const actions = this.#take(settleAll(this.#deeds()));
    this.#keep([...actions, ...spans]);
    this.#player.settled(actions);
  }

  unsettled(): readonly Noted[] {
    return [...settleAll(this.#deeds()).actions, ...closed(this.#memory.now.span)];
  }

  #keep(noted: readonly Noted[]): void {
    this.#player.keep(noted, this);
  }

  #deeds(): ActionMemory {
    return { ...this.#memory.now.deeds, playback: this.#playback };
  }

  #remember({ playback, ...deeds }: ActionMemory): void {
    this.#playback = playback;
    this.#memory.change({ deeds });
  }

  /** Takes what was concluded, and comes back when what waits must be settled. */
  #take(derived: Derived, message?: PlayerMessage): readonly Action[] {
    const before = this.#deeds();
    const deeds = derived.memory;
    this.#remember(deeds);
    // Only a status says whether a card lies in the slot, and whether it is night. One that came may be older than the end.
    const isOlder = message?.kind === "status" && deeds.ending !== undefined;
    if (needsStatus(deeds, before) || isOlder) this.#player.ask("status-now");
    this.#askForVolume();
    this.#planSettling();
    return derived.actions;
  }

  #askForVolume(): void {
    const { agenda, clock } = this.#deps;
    const dueMs = asksVolumeAtMs(this.#deeds());
    if (dueMs === undefined || this.#asking) return;
    this.#asking = true;
    agenda.after(Math.max(0, dueMs - clock.nowMs()), () => {
      this.#asking = false;
      const stillMs = asksVolumeAtMs(this.#deeds());
      if (stillMs === undefined) return;
      if (stillMs <= clock.nowMs()) this.#player.ask("playback-now");
      else this.#askForVolume();
    });
  }

  #planSettling(): void {
    const { agenda, clock } = this.#deps;
    const dueMs = settlesAtMs(this.#deeds());
    if (dueMs === this.#settling?.atMs) return;
    this.#settling?.callOff();
    this.#settling = undefined;
    if (dueMs === undefined) return;
    const callOff = agenda.after(dueMs - clock.nowMs(), () => {
      this.#settling = undefined;
      const actions = this.#take(settleActions(this.#deeds(), Math.max(dueMs, clock.nowMs())));
      this.#keep(actions);
      this.#player.settled(actions);
    });
    this.#settling = { atMs: dueMs, callOff };
  }
}
