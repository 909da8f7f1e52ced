import { moreTimeUntil } from "../../domain/house-rules/more-time.ts";
import type { PlayerId } from "../../domain/ids.ts";
import { outOfReach } from "../../domain/players/out-of-reach.ts";
import { zoneOf } from "../../domain/time/zone-of.ts";
import type { MoreTimes } from "../../stores/more-times.ts";
import type { Players } from "../../stores/players.ts";
import { giveOrder, type OrderDeps } from "../players/give-order.ts";
import type { RuleBook } from "./rule-book.ts";

export type MoreTimeDeps = OrderDeps & {
  readonly ruleBook: RuleBook;
  readonly moreTimes: MoreTimes;
  readonly players: Players;
};

/**
 * "Ten more minutes": puts off what the rules would end on this player. A sleep timer that runs already is set later by as
 * much. `undefined` for an unknown player.
 */
export async function giveMoreTime(
  deps: MoreTimeDeps,
  asked: { readonly playerId: PlayerId; readonly minutes: number; readonly by: string },
): Promise<{ readonly untilMs: number } | undefined> {
  const { playerId, minutes, by } = asked;
  const state = (await deps.players.find(playerId))?.value;
  if (state === undefined) return undefined;
  deps.ruleBook.forget();
  const { rules, houseZone } = await deps.ruleBook.read();
  const nowMs = deps.clock.nowMs();
  const timerMs = state.sleepTimerEndsAtMs;
  const runs = timerMs !== undefined && timerMs > nowMs && outOfReach(state) === undefined;
  const zone = zoneOf(state, houseZone);
  let untilMs: number;
  for (;;) {
    const before = await deps.moreTimes.get(playerId);
    const beforeMs = before && { beforeMs: before.value.untilMs };
    const counted = moreTimeUntil(rules, { playerId, zone, nowMs, minutes, ...beforeMs });
    untilMs = Math.max(counted, runs ? timerMs + minutes * 60_000 : 0);
    // Somebody else gave some this very moment: theirs and ours both count.
    if ((await deps.moreTimes.give({ playerId, untilMs }, before?.version)).ok) break;
  }
  deps.liveUpdates.publish({ of: "house-rules" });
  if (runs) {
    const seconds = Math.round((timerMs - nowMs) / 1000) + minutes * 60;
    await giveOrder(deps, { playerId, command: { do: "set-sleep-timer", seconds }, orderedBy: by });
  }
  return { untilMs };
}
