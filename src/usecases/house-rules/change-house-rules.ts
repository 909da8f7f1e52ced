import { type HouseRule, type RuleId, ruleChangedAtMs } from "../../domain/house-rules/house-rule.ts";
import { omitUndefined, sameValue } from "../../domain/plain-values.ts";
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

/**
 * Puts the rules into this order; those that are not named keep theirs behind. `shown`: the order that was seen; nothing is done
 * if it is another one now.
 */
export function inOrder(ids: readonly RuleId[], shown?: readonly RuleId[]): Change {
  return (rules) => {
    if (shown !== undefined && !sameValue(shown, idsOf(rules))) return undefined;
    const named = [...new Set(ids)].flatMap((id) => rules.find((rule) => rule.id === id) ?? []);
    return [...named, ...rules.filter((rule) => !named.includes(rule))];
  };
}

export type RuleRewritten = { readonly ok: true; readonly rule: HouseRule } | NotChanged;

/** Writes a rule anew; `ifChangedAtMs` refuses when somebody else changed it meanwhile. */
export async function rewriteRule(
  deps: HouseRuleDeps,
  rule: HouseRule,
  ifChangedAtMs?: number,
): Promise<RuleRewritten> {
  const changed = await changeUnchanged(
    deps,
    rule.id,
    withRule(rule.id, () => rule),
    ifChangedAtMs,
  );
  const after = changed.ok ? changed.rules.find(({ id }) => id === rule.id) : undefined;
  if (after !== undefined) return { ok: true, rule: after };
  return { ok: false, why: changed.ok ? "not-found" : changed.why };
}

/** Deletes a rule; `ifChangedAtMs` refuses when somebody changed it meanwhile, whose work would be gone with it. */
export async function deleteRule(
  deps: HouseRuleDeps,
  id: RuleId,
  ifChangedAtMs?: number,
): Promise<{ readonly ok: true } | NotChanged> {
  const changed = await changeUnchanged(deps, id, withoutRule(id), ifChangedAtMs);
  return changed.ok ? { ok: true } : changed;
}

type NotChanged = { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" };

/** A change of a rule that nobody else has changed since it was shown. */
async function changeUnchanged(
  deps: HouseRuleDeps,
  id: RuleId,
  change: Change,
  ifChangedAtMs: number | undefined,
): Promise<{ readonly ok: true; readonly rules: readonly HouseRule[] } | NotChanged> {
  let why: NotChanged["why"] = "not-found";
  const rules = await changeHouseRules(deps, (all) => {
    const before = all.find((each) => each.id === id);
    const isOther =
      before !== undefined && ifChangedAtMs !== undefined && ruleChangedAtMs(before) !== ifChangedAtMs;
    why = isOther ? "changed-meanwhile" : "not-found";
    return isOther ? undefined : change(all);
  });
  return rules === undefined ? { ok: false, why } : { ok: true, rules };
}

/** Replaces a rule by what `to` makes of it. */
export function withRule(id: RuleId, to: (rule: HouseRule) => HouseRule): Change {
  return (rules) =>
    rules.some((rule) => rule.id === id)
      ? rules.map((rule) => (rule.id === id ? to(rule) : rule))
      : undefined;
}

function withoutRule(id: RuleId): Change {
  return (rules) =>
    rules.some((rule) => rule.id === id) ? rules.filter((rule) => rule.id !== id) : undefined;
}

function idsOf(rules: readonly HouseRule[]): readonly RuleId[] {
  return rules.map(({ id }) => id);
}

/**
 * With the moment of its last change, and the one since when it says what it says; another title says nothing else, and another
 * place in the list is no change of it.
 */
function dated(rule: HouseRule, before: readonly HouseRule[], nowMs: number): HouseRule {
  const was = before.find(({ id }) => id === rule.id);
  const says = was !== undefined && sameValue(wordsOf(was), wordsOf(rule));
  const same = says && was.title === rule.title;
  return {
    ...rule,
    ...omitUndefined({ sinceMs: says ? was.sinceMs : nowMs, changedAtMs: same ? was.changedAtMs : nowMs }),
  };
}

function wordsOf({ title: _, sinceMs: __, changedAtMs: ___, ...words }: HouseRule): object {
  return words;
}
