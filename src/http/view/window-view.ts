import { omitUndefined } from "../../domain/plain-values.ts";
import { clockOfMinute, minuteOfClock } from "../../domain/time/local-time.ts";
import type { TimeWindow } from "../../domain/time/time-window.ts";
import type { RuleWindow } from "../schema/rule.ts";

/** A window as the API has it: times as clocks show them. */
export function windowView({ fromMinute, toMinute, weekdays, ...dates }: TimeWindow): RuleWindow {
  return {
    ...dates,
    ...(weekdays !== undefined && { weekdays: [...weekdays] }),
    ...(fromMinute !== undefined && { from: clockOfMinute(fromMinute) }),
    ...(toMinute !== undefined && { to: clockOfMinute(toMinute) }),
  };
}

/** A window of the API as the domain has it. */
export function windowOf({ from, to, ...rest }: RuleWindow): TimeWindow {
  return {
    ...omitUndefined(rest),
    ...omitUndefined({
      fromMinute: from === undefined ? undefined : minuteOfClock(from),
      toMinute: to === undefined ? undefined : minuteOfClock(to),
    }),
  };
}
