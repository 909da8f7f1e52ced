import { sameValue } from "../plain-values.ts";
import type { Alarm } from "./alarm.ts";

/** One alarm made, changed or deleted. An alarm is known by what Yoto wrote: the comma format gives it no name. */
export type AlarmEdit =
  | { readonly do: "add"; readonly alarm: Alarm }
  | { readonly do: "change"; readonly from: Alarm; readonly to: Alarm }
  | { readonly do: "delete"; readonly alarm: Alarm };

/**
 * The alarms after the edit; the same list when it is done already, so that it can be tried again over what somebody else
 * wrote meanwhile; `undefined` when the alarm that is meant is no longer there.
 */
export function editAlarms(alarms: readonly Alarm[], edit: AlarmEdit): readonly Alarm[] | undefined {
  switch (edit.do) {
    case "add":
      return alarms.some((each) => saysTheSame(each, edit.alarm)) ? alarms : [...alarms, edit.alarm];
    case "delete": {
      const place = placeOf(alarms, edit.alarm);
      return place < 0 ? alarms : alarms.toSpliced(place, 1);
    }
    case "change": {
      const place = placeOf(alarms, edit.from);
      if (place >= 0) return alarms.with(place, edit.to);
      return alarms.some((each) => saysTheSame(each, edit.to)) ? alarms : undefined;
    }
  }
}

/** Whether two alarms ring alike, however they were written. */
export function saysTheSame({ asWritten: _, ...one }: Alarm, { asWritten: __, ...other }: Alarm): boolean {
  return sameValue(one, other);
}

function placeOf(alarms: readonly Alarm[], wanted: Alarm): number {
  const exact = alarms.findIndex(
    ({ asWritten }) => asWritten !== undefined && asWritten === wanted.asWritten,
  );
  return exact >= 0 ? exact : alarms.findIndex((each) => saysTheSame(each, wanted));
}
