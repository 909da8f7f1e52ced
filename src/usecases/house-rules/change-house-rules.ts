import type { HouseRule, RuleId } from "../../domain/house-rules/house-rule.ts";
import { known, sameValue } from "../../domain/known.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { HouseRules } from "../../stores/house-rules.ts";
import type { RuleBook } from "./rule-book.ts";

export type HouseRuleDeps = {
  readonly houseRules: HouseRules;
  readonly ruleBook: RuleBook;
  readonly liveUpdates: LiveUpdates;
  readonly clock: Clock;
};

/** A change of the list; `undefined` when there is nothing to change. Called again when somebody else was first. */
type Change = (rules: readonly HouseRule[]) => readonly HouseRule[] | undefined;

/** More is no house any more, and the list is one item. */
export const rulesMost = 100;

/** Changes the list of rules; answers it as it is now, or `undefined` when the change found nothing to do. */
export async function changeHouseRules(
  deps: HouseRuleDeps,
  change: Change,
): Promise<readonly HouseRule[] | undefined> {
  for (;;) {
    const { value, version } = await deps.houseRules.read();
    const changed = change(value);
    if (changed === undefined) return undefined;
    const after = changed.map((rule) => dated(rule, value, deps.clock.nowMs()));
    if (!(await deps.houseRules.write(after, version)).ok) continue;
    deps.ruleBook.forget();
    deps.liveUpdates.publish({ of: "house-rules" });
    return after;
  }
}

/** Puts the rules into this order; those that are not named keep theirs behind. */
export function inOrder(ids: readonly RuleId[]): Change {
  return (rules) => {
    const named = [...new Set(ids)].flatMap((id) => rules.find((rule) => rule.id === id) ?? []);
    return [...named, ...rules.filter((rule) => !named.includes(rule))];
  };
}

/** Replaces a rule by what `to` makes of it. */
export function withRule(id: RuleId, to: (rule: HouseRule) => HouseRule): Change {
  return (rules) =>
    rules.some((rule) => rule.id === id)
      ? rules.map((rule) => (rule.id === id ? to(rule) : rule))
      : undefined;
}

export function withoutRule(id: RuleId): Change {
  return (rules) =>
    rules.some((rule) => rule.id === id) ? rules.filter((rule) => rule.id !== id) : undefined;
}

/** With the moment since when it says what it says; another title, or another place in the list, says nothing else. */
function dated(rule: HouseRule, before: readonly HouseRule[], nowMs: number): HouseRule {
  const was = before.find(({ id }) => id === rule.id);
  if (was === undefined || !sameValue(wordsOf(was), wordsOf(rule))) return { ...rule, sinceMs: nowMs };
  return { ...rule, ...known({ sinceMs: was.sinceMs }) };
}

function wordsOf({ title: _, sinceMs: __, ...words }: HouseRule): object {
  return words;
}
