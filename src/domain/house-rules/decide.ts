import type { PlayerId } from "../ids.ts";
import type { Command } from "../players/command.ts";
import { nextOccurrence, occurrenceAt } from "../time/time-window.ts";
import { bedtime } from "./bedtime.ts";
import { dailyLimit } from "./daily-limit.ts";
import type { HouseRule, RuleException, RuleId } from "./house-rule.ts";
import type { Matter, Opinion, RuleView } from "./opinion.ts";
import { playAt } from "./play-at.ts";
import { quietHours } from "./quiet-hours.ts";
import type { RuleMemory } from "./rule-memory.ts";
import { volumeCap } from "./volume-cap.ts";

/** One line of the rules' log: what a rule did, would have done, or left, and why. */
export type RuleLine = {
  readonly atMs: number;
  readonly playerId: PlayerId;
  readonly ruleId: RuleId;
  readonly did: "acted" | "would-have-acted" | "was-overruled" | "rested" | "remarked";
  readonly command?: Command;
  readonly why: string;
};

export type Decision = {
  /** To be sent, in this order. */
  readonly commands: readonly { readonly ruleId: RuleId; readonly command: Command }[];
  readonly memory: RuleMemory;
  readonly lines: readonly RuleLine[];
  /** When to decide again although the player says nothing. */
  readonly decideAgainAtMs?: number;
};

/**
 * What the rules of the house want of one player now. Ask after each change of the player and at `decideAgainAtMs`; asking
 * more often does no harm. Keep `memory` before sending the commands: a rule that acted twice is worse than one that did not.
 */
export function decide(
  rules: readonly HouseRule[],
  exceptions: readonly RuleException[],
  view: RuleView,
  memory: RuleMemory,
): Decision {
  const { nowMs, state } = view;
  const commands: { ruleId: RuleId; command: Command }[] = [];
  const lines: RuleLine[] = [];
  const spokenFor = new Map<Matter, HouseRule>();
  const wakeAt: number[] = [];
  let after = memory;
  const note = (rule: HouseRule, did: RuleLine["did"], why: string, command?: Command) =>
    lines.push({
      atMs: nowMs,
      playerId: state.playerId,
      ruleId: rule.id,
      did,
      why,
      ...(command === undefined ? {} : { command }),
    });

  for (const rule of rules) {
    if (!rule.on || !concerns(rule.players, state.playerId)) continue;
    const next = nextOccurrence(rule.window, nowMs, view.zone, 8);
    if (next !== undefined) wakeAt.push(next.startMs);
    const opinion = opinionOf(rule, view, after);
    const resting = exceptions.find((each) => restsIn(each, rule, view));
    if (resting !== undefined) {
      wakeAt.push(resting.toMs);
      if (opinion.wishes.length > 0) note(rule, "rested", resting.title);
      continue;
    }
    if (opinion.notes !== undefined) after = { ...after, [rule.id]: opinion.notes };
    if (opinion.askAgainAtMs !== undefined) wakeAt.push(opinion.askAgainAtMs);
    for (const remark of opinion.remarks) note(rule, "remarked", remark);
    for (const wish of opinion.wishes) {
      const first = spokenFor.get(wish.matter);
      if (first !== undefined && first.id !== rule.id) {
        note(rule, "was-overruled", `“${first.title}” comes first`, wish.command);
        continue;
      }
      if (rule.dryRun) {
        note(rule, "would-have-acted", wish.why, wish.command);
        continue;
      }
      spokenFor.set(wish.matter, rule);
      commands.push({ ruleId: rule.id, command: wish.command });
      note(rule, "acted", wish.why, wish.command);
    }
  }
  const later = wakeAt.filter((atMs) => atMs > nowMs && Number.isFinite(atMs));
  return {
    commands,
    memory: after,
    lines,
    ...(later.length === 0 ? {} : { decideAgainAtMs: Math.min(...later) }),
  };
}

function opinionOf(rule: HouseRule, view: RuleView, memory: RuleMemory): Opinion {
  switch (rule.kind) {
    case "quiet-hours":
      return quietHours(rule, view, memory);
    case "bedtime":
      return bedtime(rule, view, memory);
    case "volume-cap":
      return volumeCap(rule, view, memory);
    case "daily-limit":
      return dailyLimit(rule, view, memory);
    case "play-at":
      return playAt(rule, view, memory);
  }
}

function concerns(players: readonly PlayerId[] | undefined, playerId: PlayerId): boolean {
  return players === undefined || players.includes(playerId);
}

/** An exception covers its own time, and to their end the hours that begin in it: a sick day has its night. */
function restsIn(exception: RuleException, rule: HouseRule, { nowMs, state, zone }: RuleView): boolean {
  const covers = (atMs: number) => exception.fromMs <= atMs && atMs < exception.toMs;
  const began = occurrenceAt(rule.window, nowMs, zone);
  const inTime = covers(nowMs) || (began !== undefined && covers(began.startMs));
  const meansRule = exception.rules === undefined || exception.rules.includes(rule.id);
  return inTime && meansRule && concerns(exception.players, state.playerId);
}
