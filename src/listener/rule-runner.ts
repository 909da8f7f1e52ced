import type { CardFacts } from "../domain/cards/card-facts.ts";
import type { PlayerId, YotoAccountId, YotoCardId } from "../domain/ids.ts";
import { followSleepEnd } from "../domain/players/follow-sleep-end.ts";
import type { PlayerState } from "../domain/players/player-state.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { applyHouseRules, type RuleDeps } from "../usecases/house-rules/apply-house-rules.ts";
import { giveOrder } from "../usecases/players/give-order.ts";
import type { AccountPlayers } from "./account-players.ts";
import type { Agenda } from "./agenda.ts";

/** Keeps the rules of the house on the players of one account, and sleep timers at the end they mean. */
export type RuleRunner = {
  /** A state of this player was saved. */
  changed(playerId: PlayerId): void;
  /** We hear the players again, or a parent changed the rules. */
  lookAtAll(): void;
  /** Decides nothing any more; fulfils when the last decision is carried out. */
  stop(): Promise<void>;
};

/** After a connection opens, players first say how they are; what we knew before may be long over. */
const hearFirstMs = 3_000;
/** So often all are looked at, so that a clock that was set, and rules changed by another process, are noticed. */
const lookAtAllEveryMs = 60_000;
const retryMs = 5_000;
/** A player does not take an order back at once; until then its timer is not set again. */
const timerPatienceMs = 5_000;

type Seat = {
  working?: Promise<void> | undefined;
  again: boolean;
  callOff?: (() => void) | undefined;
  playsSinceMs?: number | undefined;
  timerSetAtMs?: number;
};

/**
 * One decision at a time for each player: after every saved state, and when a rule asked to be asked again. Nothing is decided
 * about a player that cannot be heard; its return brings a new state.
 */
export function runHouseRules(
  deps: {
    readonly rules: RuleDeps | undefined;
    readonly cardFacts?:
      | ((accountId: YotoAccountId, cardId: YotoCardId) => CardFacts | undefined)
      | undefined;
    readonly agenda: Agenda;
    readonly clock: Clock;
    readonly log: Log;
  },
  account: {
    readonly fence: number;
    readonly players: AccountPlayers;
    /** How long we hear the players without a break; `undefined` while we do not. */
    readonly upForMs: () => number | undefined;
    readonly onFencedOff: () => void;
  },
): RuleRunner {
  const { rules, cardFacts, agenda, clock, log } = deps;
  const seats = new Map<PlayerId, Seat>();
  let stopped = rules === undefined;

  const wake = (playerId: PlayerId, seat: Seat, ms: number) => {
    seat.callOff?.();
    const isSoon = !stopped && ms < lookAtAllEveryMs;
    seat.callOff = isSoon ? agenda.after(ms, () => look(playerId)) : undefined;
  };

  const decideOnce = async (playerId: PlayerId, seat: Seat) => {
    const state = account.players.get(playerId)?.player.state();
    const upForMs = account.upForMs();
    if (rules === undefined || state === undefined || upForMs === undefined) return;
    if (state.presence.is === "offline") return;
    if (upForMs < hearFirstMs) return wake(playerId, seat, hearFirstMs - upForMs);
    const applied = await applyHouseRules(rules, {
      state,
      fence: account.fence,
      playsSinceMs: seat.playsSinceMs,
    });
    if (!applied.ok) {
      stopped = true;
      return account.onFencedOff();
    }
    for (const { ruleId, did, why } of applied.lines) log.info("house-rule", { playerId, ruleId, did, why });
    const timerWaitMs = await keepSleepEnd(rules, state, seat);
    const waitMs = (applied.decideAgainAtMs ?? Number.POSITIVE_INFINITY) - clock.nowMs();
    wake(playerId, seat, Math.min(Math.max(0, waitMs), timerWaitMs));
  };

  /** Answers in how long to look again. */
  const keepSleepEnd = async (deps: RuleDeps, state: PlayerState, seat: Seat) => {
    const { playerId, accountId, playback } = state;
    const nowMs = clock.nowMs();
    if (state.sleepEndsWith === undefined) return Number.POSITIVE_INFINITY;
    const patienceMs = (seat.timerSetAtMs ?? 0) + timerPatienceMs - nowMs;
    if (patienceMs > 0) return patienceMs;
    const card = playback.cardId && cardFacts?.(accountId, playback.cardId);
    const command = followSleepEnd(state, card || undefined, nowMs);
    if (command === undefined) return Number.POSITIVE_INFINITY;
    seat.timerSetAtMs = nowMs;
    await giveOrder(deps, { playerId, command, orderedBy: "sleep-timer" });
    return timerPatienceMs;
  };

  const work = async (playerId: PlayerId, seat: Seat) => {
    while (seat.again && !stopped) {
      seat.again = false;
      try {
        await decideOnce(playerId, seat);
      } catch (error) {
        log.error("house-rules-not-kept", { playerId, error });
        wake(playerId, seat, retryMs);
      }
    }
    seat.working = undefined;
  };

  const look = (playerId: PlayerId) => {
    if (stopped) return;
    const seat = seats.get(playerId) ?? { again: false };
    seats.set(playerId, seat);
    const plays = account.players.get(playerId)?.player.state().playback.status === "playing";
    seat.playsSinceMs = plays ? (seat.playsSinceMs ?? clock.nowMs()) : undefined;
    seat.again = true;
    seat.working ??= work(playerId, seat);
  };

  const lookAtAll = () => {
    for (const { player } of account.players.all()) look(player.id);
  };
  const keepLooking = () =>
    agenda.after(lookAtAllEveryMs, () => {
      callOff = keepLooking();
      lookAtAll();
    });
  let callOff = stopped ? () => {} : keepLooking();

  return {
    changed: look,
    lookAtAll,
    async stop() {
      stopped = true;
      callOff();
      for (const seat of seats.values()) seat.callOff?.();
      await Promise.all([...seats.values()].map(({ working }) => working));
    },
  };
}
