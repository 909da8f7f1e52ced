import type { HouseRule, RuleException } from "../../domain/house-rules/house-rule.ts";
import type { ZoneName } from "../../domain/time/local-time.ts";
import type { Clock } from "../../ports/clock.ts";
import type { HouseRules } from "../../stores/house-rules.ts";
import type { RuleExceptions } from "../../stores/rule-exceptions.ts";
import type { Settings } from "../../stores/settings.ts";

/** What holds in the house now. */
export type RulesInForce = {
  readonly rules: readonly HouseRule[];
  readonly exceptions: readonly RuleException[];
  /** For players that do not say where they are. */
  readonly houseZone: ZoneName;
  /** How long the log is kept. */
  readonly keepDays: number;
};

/** The rules at hand: many players ask many times, and parents change them seldom. */
export type RuleBook = {
  read(): Promise<RulesInForce>;
  /** Somebody changed them: read again. */
  forget(): void;
};

export type RuleBookDeps = {
  readonly houseRules: HouseRules;
  readonly ruleExceptions: RuleExceptions;
  readonly settings: Pick<Settings, "get">;
  readonly clock: Clock;
};

/** Whoever changes them says so. Should that word have been lost, it is noticed after so long. */
const rememberedMs = 300_000;

/** A book over the stores. */
export function createRuleBook(deps: RuleBookDeps): RuleBook {
  let reading: Promise<RulesInForce> | undefined;
  let readAtMs = 0;

  const read = async (): Promise<RulesInForce> => {
    const [rules, exceptions, zone, keepDays] = await Promise.all([
      deps.houseRules.read(),
      deps.ruleExceptions.list(),
      deps.settings.get("time-zone"),
      deps.settings.get("history-days"),
    ]);
    return { rules: rules.value, exceptions, houseZone: zone.value, keepDays: keepDays.value };
  };

  return {
    read() {
      const nowMs = deps.clock.nowMs();
      if (reading !== undefined && Math.abs(nowMs - readAtMs) < rememberedMs) return reading;
      const mine = read().catch((error: unknown) => {
        if (reading === mine) reading = undefined;
        throw error;
      });
      reading = mine;
      readAtMs = nowMs;
      return mine;
    },
    forget() {
      reading = undefined;
    },
  };
}
