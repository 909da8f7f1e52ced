import { type HouseRule, type RuleId, ruleChangedAtMs } from "../../domain/house-rules/house-rule.ts";
import { ruleSentence } from "../../domain/house-rules/rule-sentence.ts";
import { PlayerId, YotoCardId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { Rule, RuleDraft } from "../schema/rule.ts";
import { windowOf, windowView } from "./window-view.ts";

/** A rule as the API tells it. */
export function ruleView(rule: HouseRule, cardTitle: (yotoCardId: string) => string): Rule {
  return {
    id: rule.id,
    sentence: ruleSentence(rule, cardTitle),
    rule: draftOf(rule),
    changedAtMs: ruleChangedAtMs(rule),
  };
}

/** A rule of the house from what a person wrote. */
export function ruleOf(draft: RuleDraft, id: RuleId): HouseRule {
  const { window, players, ...rest } = draft;
  const shared = {
    id,
    window: windowOf(window),
    ...(players !== undefined && { players: players.map(PlayerId) }),
  };
  switch (rest.kind) {
    case "quiet-hours":
      return { ...rest, ...shared, allowed: rest.allowed.map(YotoCardId) };
    case "bedtime": {
      const { fade, light, ...bedtime } = rest;
      return { ...bedtime, ...shared, ...omitUndefined({ fade, light }) };
    }
    case "volume-cap":
      return { ...rest, ...shared };
    case "daily-limit": {
      const { warn, ...limit } = rest;
      return { ...limit, ...shared, ...omitUndefined({ warn }) };
    }
    case "play-at": {
      const { yotoCardId, chapterKey, volumePercent, ...play } = rest;
      return {
        ...play,
        ...shared,
        yotoCardId: YotoCardId(yotoCardId),
        ...omitUndefined({ chapterKey, volumePercent }),
      };
    }
  }
}

function draftOf(rule: HouseRule): RuleDraft {
  const { id: _, sinceMs: __, changedAtMs: ___, players, window, ...rest } = rule;
  const shared = {
    ...(players !== undefined && { players: [...players] }),
    window: windowView(window),
  };
  return rest.kind === "quiet-hours"
    ? { ...rest, ...shared, allowed: [...rest.allowed] }
    : { ...rest, ...shared };
}
