import type { Action, GapCause } from "../domain/actions/action.ts";
import type { PlayerHabits } from "../domain/actions/sight.ts";
import type { CardFacts } from "../domain/cards/card-facts.ts";
import type { PlayerId, YotoAccountId, YotoCardId } from "../domain/ids.ts";
import type { PlayerOrder } from "../domain/players/command.ts";
import {
  afterMessage,
  afterSilence,
  type Expectation,
  expectationOf,
  expectedForMs,
  goesOffline,
} from "../domain/players/expectation.ts";
import { judgeOrder, type ReportOrder } from "../domain/players/late-report.ts";
import { observe } from "../domain/players/observe.ts";
import type { PlayerMessage } from "../domain/players/player-message.ts";
import type { PlayerState } from "../domain/players/player-state.ts";
import type { Clock } from "../ports/clock.ts";
import type { MessageSeen } from "../usecases/history/analyze-message.ts";
import type { Agenda } from "./agenda.ts";
import { createConclusions } from "./conclusions.ts";
import { isBareWord, isDoubtful, showsInStatus } from "./doubts.ts";
import { createEchoes } from "./echoes.ts";
import { createGoodbyes } from "./goodbyes.ts";
import { markOf } from "./heard-marks.ts";
import type { PlayerKeeper } from "./player-keeper.ts";

/** A player that has confirmed needs a moment to do it: a light one at once, headphones some seconds. */
const askAgainAfterMs = [300, 2_000, 8_000];

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

/** What a player may be asked to report. */
export type Ask = "everything" | "playback" | "playback-now" | "status" | "status-now";

type Deps = {
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly keeper: PlayerKeeper;
  readonly onOutcome: (expectation: Expectation) => void;
  /** The player is back, or its words do not fit together: it should report. */
  readonly ask: (what: Ask) => void;
  /** What is known this moment of the card a player plays. */
  readonly cardFacts: (accountId: YotoAccountId, cardId: YotoCardId) => CardFacts | undefined;
  readonly onObserved?: ((seen: MessageSeen) => void) | undefined;
  readonly marksHeard: () => boolean;
};

/** Looks after one player, beginning with the state as it was stored last. */
export function watchPlayer(deps: Deps, stored: PlayerState): WatchedPlayer {
  const { agenda, keeper } = deps;
  const echoes = createEchoes();
  const heard = {
    any: Number.NEGATIVE_INFINITY,
    playback: Number.NEGATIVE_INFINITY,
    status: Number.NEGATIVE_INFINITY,
  };
  let state = stored;
  let expectations: readonly Expectation[] = [];
  let gap: { readonly fromMs: number; readonly cause: GapCause } | undefined;
  let order: ReportOrder = {};
  const conclusions = createConclusions(
    {
      clock: deps.clock,
      agenda,
      ask: deps.ask,
      cardFacts: deps.cardFacts,
      keep: (noted, unsettled) => keeper.keep(state, noted, unsettled),
      onSettled: (actions) => {
        if (actions.length > 0)
          deps.onObserved?.({ playerId: stored.playerId, before: state, after: state, actions });
      },
    },
    stored,
  );
  const become = (change: Omit<Parameters<typeof conclusions.observe>[0], "before">): readonly Action[] => {
    const before = state;
    state = change.after;
    return conclusions.observe({ ...change, before });
  };
  const endGap = (atMs: number) => {
    if (gap === undefined) return;
    const { fromMs, cause: reason } = gap;
    gap = undefined;
    conclusions.note({
      what: "gap",
      fromMs,
      untilMs: atMs,
      reason,
      cause: "unknown",
      confidence: "high",
      atMs,
    });
  };
  const settle = (expectation: Expectation, atMs: number) => {
    const { order, outcome } = expectation;
    conclusions.note({
      what: "order-settled",
      do: order.command.do,
      outcome: outcome.is,
      orderId: order.id,
      cause: "us",
      confidence: "high",
      atMs,
    });
  };
  /** Nothing a player reports tells this apart from being switched off, so it is remembered. */
  const becomeLoudspeaker = ({ order: { command } }: Expectation, atMs: number) => {
    if (command.do === "bluetooth-on" && goesOffline(command))
      become({ after: { ...state, loudspeakerSinceMs: atMs }, atMs });
  };
  /** Players know only seconds: what they were to mean is remembered, so that the timer can follow it. */
  const becomeTimed = ({ order: { command } }: Expectation, atMs: number) => {
    if (command.do !== "set-sleep-timer") return;
    const { sleepEndsWith: _, ...rest } = state;
    const timerMs = state.sleepTimerEndsAtMs;
    const meant =
      command.endOf !== undefined && timerMs !== undefined ? { of: command.endOf, timerMs } : undefined;
    become({ after: { ...rest, ...(meant && { sleepEndsWith: meant }) }, atMs });
  };
  /** Moves our orders on with a message and tells of those that changed. */
  const follow = (message: PlayerMessage) => {
    for (const before of expectations) {
      const after = afterMessage(before, message, state);
      if (after === before) continue;
      expectations = expectations.map((each) => (each === before ? after : each));
      deps.onOutcome(after);
      if (after.outcome.is === "took-effect") {
        becomeLoudspeaker(after, message.arrivedAtMs);
        becomeTimed(after, message.arrivedAtMs);
      }
      if (after.outcome.is === "acked" && showsInStatus(after.order.command))
        for (const ms of askAgainAfterMs) agenda.after(ms, () => deps.ask("status-now"));
      if (after.outcome.is === "took-effect" || after.outcome.is === "refused")
        settle(after, message.arrivedAtMs);
    }
  };
  const apply = (message: PlayerMessage, heldUpMs?: number) => {
    const before = state;
    const after = observe(state, message);
    const actions = become({ after, atMs: message.arrivedAtMs, message, heldUpMs });
    deps.onObserved?.({ playerId: stored.playerId, message, before, after, actions });
    follow(message);
    if (before.presence.is !== "online" && state.presence.is === "online") deps.ask("everything");
    else if (isDoubtful(state, message)) deps.ask("playback");
    // Only a status says whether a card lies in the slot or was started from afar.
    else if (before.playback.cardId !== state.playback.cardId || isBareWord(before, message))
      deps.ask("status");
  };

  const goodbyes = createGoodbyes({
    agenda,
    ask: deps.ask,
    isOnline: () => state.presence.is === "online",
    isOrdered: () => expectations.some(({ order }) => goesOffline(order.command)),
    heardMs: () => heard.any,
    believe: (message) => apply(message),
  });

  return {
    id: stored.playerId,
    state: () => state,
    heardMs: (kind) => heard[kind],
    receive(message, way) {
      const nowMs = agenda.nowMs();
      if (message.kind !== "presence") heard.any = nowMs;
      if (message.kind === "playback") heard.playback = nowMs;
      if (message.kind === "status") heard.status = nowMs;
      const ignore = (ignored: "echo" | "late") =>
        deps.onObserved?.({
          playerId: stored.playerId,
          message,
          before: state,
          after: state,
          actions: [],
          ignored,
        });
      if (echoes.isEcho(message, `${way} ${message.topic}`)) return ignore("echo");
      if (goodbyes.holdsBack(message)) return;
      const judged = judgeOrder(order, message);
      order = judged.order;
      if (judged.is !== "in-order") deps.ask(judged.is === "late" ? "playback" : "playback-now");
      if (judged.is === "late") return ignore("late");
      if (deps.marksHeard()) keeper.heard(markOf(message));
      if (message.kind === "playback") endGap(message.arrivedAtMs);
      apply(message, judged.heldUpMs);
    },
    tell: (change, atMs) => void become({ after: change(state), atMs }),
    subscribed: goodbyes.subscribed,
    missedSince(fromMs, cause) {
      gap ??= { fromMs, cause };
      conclusions.goBlind();
    },
    endGap,
    sending(order, atMs) {
      const expectation = expectationOf(order, atMs);
      expectations = [...expectations, expectation];
      conclusions.sending(order, atMs);
      agenda.after(expectedForMs, () => {
        const last = expectations.find((each) => each.order.id === order.id);
        expectations = expectations.filter((each) => each.order.id !== order.id);
        if (last === undefined || last.outcome.is === "took-effect" || last.outcome.is === "refused") return;
        const atMs = deps.clock.nowMs();
        const outcome = afterSilence(last, state, atMs);
        if (outcome !== last.outcome) deps.onOutcome({ ...last, outcome });
        settle({ ...last, outcome }, atMs);
      });
    },
    setHabits: conclusions.setHabits,
    conclude: conclusions.conclude,
    noteOrder: (order, outcome) =>
      settle(
        { order, sentAtMs: order.orderedAtMs, outcome },
        "atMs" in outcome ? outcome.atMs : order.orderedAtMs,
      ),
  };
}
