import { type Decision, decide, type RuleLine } from "../../domain/house-rules/decide.ts";
import type { HouseRule, RuleId } from "../../domain/house-rules/house-rule.ts";
import type { RuleView } from "../../domain/house-rules/opinion.ts";
import type { RuleMemory } from "../../domain/house-rules/rule-memory.ts";
import { sameValue } from "../../domain/plain-values.ts";
import { whyCannot } from "../../domain/players/out-of-reach.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import type { ZoneName } from "../../domain/time/local-time.ts";
import { zoneOf } from "../../domain/time/zone-of.ts";
import type { MoreTimes } from "../../stores/more-times.ts";
import type { RuleLog } from "../../stores/rule-log.ts";
import type { KeptRuleMemory, RuleMemories } from "../../stores/rule-memories.ts";
import { giveOrder, type OrderDeps } from "../players/give-order.ts";
import type { RuleBook, RulesInForce } from "./rule-book.ts";

export type RuleDeps = OrderDeps & {
  readonly ruleBook: RuleBook;
  readonly ruleMemories: RuleMemories;
  readonly ruleLog: RuleLog;
  readonly moreTimes: MoreTimes;
  /** Asked only where a rule needs it. */
  readonly listenedToday: (state: PlayerState, zone: ZoneName, sinceMs?: number) => Promise<number>;
};

export type Applied =
  | { readonly ok: true; readonly lines: readonly RuleLine[]; readonly decideAgainAtMs?: number }
  /** Another listener looks after the account by now. */
  | { readonly ok: false; readonly why: "fenced-off" };

/** Two who decide at one moment take turns; more than this is no accident. */
const attempts = 10;

/**
 * Decides what the rules want of a player now, remembers it, and only then gives the orders. Whoever else decided meanwhile
 * has written the memory first; then the decision is made anew from what stands there.
 */
export async function applyHouseRules(
  deps: RuleDeps,
  now: {
    readonly state: PlayerState;
    readonly fence: number;
    /** Since when it plays. */
    readonly playsSinceMs?: number | undefined;
  },
): Promise<Applied> {
  const { state, fence } = now;
  const { playerId, accountId } = state;
  const force = await deps.ruleBook.read();
  if (!force.rules.some((rule) => rule.on && concerns(rule, state))) return { ok: true, lines: [] };

  for (let attempt = 0; attempt < attempts; attempt++) {
    const kept = await deps.ruleMemories.get(playerId);
    if (kept !== undefined && kept.value.accountId === accountId && kept.value.fence > fence)
      return { ok: false, why: "fenced-off" };
    const memory = kept?.value.memory ?? {};
    const view = await viewOf(deps, now, force);
    const decision = decide(force.rules, force.exceptions, view, memory);
    const after = withoutGone(decision.memory, force.rules);
    if (decision.commands.length > 0 || !sameValue(memory, after)) {
      const record: KeptRuleMemory = { playerId, accountId, fence, memory: after };
      const written = await deps.ruleMemories.write(record, kept?.version);
      if (!written.ok) continue;
    }
    const lines = await carryOut(deps, state, decision);
    await note(deps, lines, force);
    const { decideAgainAtMs } = decision;
    return {
      ok: true,
      lines: lines.map(({ line }) => line),
      ...(decideAgainAtMs !== undefined && { decideAgainAtMs }),
    };
  }
  throw new Error(`The rules' memory of ${playerId} is written by too many at once; we decide again later`);
}

async function viewOf(
  deps: RuleDeps,
  { state, playsSinceMs }: { readonly state: PlayerState; readonly playsSinceMs?: number | undefined },
  force: RulesInForce,
): Promise<RuleView> {
  const zone = zoneOf(state, force.houseZone);
  const counts = force.rules.some((rule) => rule.kind === "daily-limit" && rule.on && concerns(rule, state));
  const [moreTime, listenedTodayMs] = await Promise.all([
    deps.moreTimes.get(state.playerId),
    counts ? deps.listenedToday(state, zone, playsSinceMs) : 0,
  ]);
  return {
    nowMs: deps.clock.nowMs(),
    zone,
    state,
    listenedTodayMs,
    ...(moreTime !== undefined && { moreTimeUntilMs: moreTime.value.untilMs }),
  };
}

type Told = {
  readonly line: RuleLine;
  readonly orderId?: Awaited<ReturnType<typeof giveOrder>>["order"]["id"];
};

/** Gives the orders in their sequence. What the player cannot do is told instead. */
async function carryOut(deps: RuleDeps, state: PlayerState, decision: Decision): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (const line of decision.lines) {
    const { command, ruleId, playerId } = line;
    if (line.did !== "acted" || command === undefined) {
      told.push({ line });
      continue;
    }
    const cannot = whyCannot(state, command);
    if (cannot !== undefined) {
      told.push({ line: { ...line, did: "remarked", why: `${line.why}, but the player cannot: ${cannot}` } });
      continue;
    }
    const { order } = await giveOrder(deps, { playerId, command, orderedBy: `rule:${ruleId}` });
    told.push({ line, orderId: order.id });
  }
  return told;
}

async function note(deps: RuleDeps, told: readonly Told[], { rules, keepDays }: RulesInForce): Promise<void> {
  const titles = new Map<RuleId, string>(rules.map(({ id, title }) => [id, title]));
  for (const { line, orderId } of told)
    await deps.ruleLog.add(
      {
        ...line,
        id: deps.chance.id(),
        ruleTitle: titles.get(line.ruleId) ?? "",
        ...(orderId !== undefined && { orderId }),
      },
      keepDays,
    );
}

/** A rule that was deleted is forgotten. */
function withoutGone(memory: RuleMemory, rules: readonly HouseRule[]): RuleMemory {
  const known = new Set<string>(rules.map(({ id }) => id));
  return Object.fromEntries(Object.entries(memory).filter(([id]) => known.has(id)));
}

function concerns({ players }: HouseRule, { playerId }: PlayerState): boolean {
  return players === undefined || players.includes(playerId);
}
