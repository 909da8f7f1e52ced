import type { HouseRule } from "../../domain/house-rules/house-rule.ts";
import { type Rehearsed, rehearse } from "../../domain/house-rules/rehearse.ts";
import type { PlayerId } from "../../domain/ids.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import type { ZoneName } from "../../domain/time/local-time.ts";
import { zoneOf } from "../../domain/time/zone-of.ts";
import type { Clock } from "../../ports/clock.ts";
import type { MoreTimes } from "../../stores/more-times.ts";
import type { Players } from "../../stores/players.ts";
import type { RuleMemories } from "../../stores/rule-memories.ts";
import type { RuleBook } from "./rule-book.ts";

export type PreviewDeps = {
  readonly ruleBook: RuleBook;
  readonly players: Players;
  readonly moreTimes: MoreTimes;
  readonly ruleMemories: Pick<RuleMemories, "get">;
  readonly listenedToday: (state: PlayerState, zone: ZoneName) => Promise<number>;
  readonly clock: Clock;
};

export type Preview = { readonly playerId?: PlayerId; readonly lines: readonly Rehearsed[] };

/** What the rules would do in the next hours; a rule to try takes the place of the one with its id, or is asked alone. */
export async function previewHouseRules(
  deps: PreviewDeps,
  wanted: { readonly trying?: HouseRule; readonly playerId?: PlayerId; readonly hours: number },
): Promise<Preview> {
  deps.ruleBook.forget();
  const force = await deps.ruleBook.read();
  const fromMs = deps.clock.nowMs();
  // As if it were made now.
  const trying = wanted.trying && { ...wanted.trying, sinceMs: fromMs };
  const replaces = force.rules.some(({ id }) => id === trying?.id);
  const rules =
    trying === undefined
      ? force.rules
      : replaces
        ? force.rules.map((rule) => (rule.id === trying.id ? { ...trying, on: true } : rule))
        : [{ ...trying, on: true }];
  const playerId = wanted.playerId ?? rules.find(({ players }) => players !== undefined)?.players?.[0];
  const state =
    playerId === undefined
      ? (await deps.players.list({ limit: 1 })).records[0]?.value
      : (await deps.players.find(playerId))?.value;
  if (state === undefined) return { lines: [] };
  const zone = zoneOf(state, force.houseZone);
  const [moreTime, remembered] = await Promise.all([
    deps.moreTimes.get(state.playerId),
    deps.ruleMemories.get(state.playerId),
  ]);
  const lines = rehearse(rules, force.exceptions, {
    state,
    zone,
    fromMs,
    untilMs: fromMs + wanted.hours * 3_600_000,
    listenedTodayMs: await deps.listenedToday(state, zone),
    ...(moreTime !== undefined && { moreTimeUntilMs: moreTime.value.untilMs }),
    ...(remembered !== undefined && { memory: remembered.value.memory }),
  });
  return { playerId: state.playerId, lines };
}
