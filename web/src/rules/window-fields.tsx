import type { RuleWindow } from "../../../src/http/schema/rule.ts";
import { Switch } from "../ui/switch.tsx";
import { TimeField } from "../ui/time-field.tsx";

const week = [
  ["mon", "Mo", "Monday"],
  ["tue", "Tu", "Tuesday"],
  ["wed", "We", "Wednesday"],
  ["thu", "Th", "Thursday"],
  ["fri", "Fr", "Friday"],
  ["sat", "Sa", "Saturday"],
  ["sun", "Su", "Sunday"],
] as const;

/** The days and hours in which a rule holds. */
export function WindowFields({
  window,
  onChange,
}: {
  window: RuleWindow;
  onChange: (window: RuleWindow) => void;
}) {
  const { weekdays, from, to, ...rest } = window;
  const days = weekdays ?? week.map(([day]) => day);
  const hours = from !== undefined && to !== undefined ? { from, to } : undefined;
  const put = (change: { days?: readonly string[]; hours?: { from: string; to: string } | undefined }) => {
    const chosen = week.flatMap(([day]) => ((change.days ?? days).includes(day) ? [day] : []));
    const kept = "hours" in change ? change.hours : hours;
    onChange({ ...rest, ...(chosen.length < 7 && { weekdays: chosen }), ...kept });
  };
  return (
    <>
      <fieldset class="days" aria-label="Days">
        {week.map(([day, short, name]) => (
          <label key={day} class="day">
            <input
              type="checkbox"
              class="unseen"
              aria-label={name}
              checked={days.includes(day)}
              onChange={() => {
                const next = days.includes(day) ? days.filter((each) => each !== day) : [...days, day];
                if (next.length > 0) put({ days: next });
              }}
            />
            <span aria-hidden="true">{short}</span>
          </label>
        ))}
      </fieldset>
      <Switch
        label="All day"
        on={hours === undefined}
        onChange={(on) => put({ hours: on ? undefined : { from: "19:30", to: "06:30" } })}
      />
      {hours && (
        <div class="rule-hours">
          <TimeField
            label="From"
            value={hours.from}
            onChange={(value) => put({ hours: { ...hours, from: value } })}
          />
          <TimeField
            label="To"
            value={hours.to}
            onChange={(value) => put({ hours: { ...hours, to: value } })}
          />
        </div>
      )}
    </>
  );
}
