import { useState } from "preact/hooks";
import type { House, RuleException } from "../../../src/http/schema/rule.ts";
import { serverNowMs } from "../api/server-clock.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { removeWithUndo, removing } from "../stores/removals.ts";
import { addException, deleteException } from "../stores/rules.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { DateField } from "./date-field.tsx";

/** When rules rest: holidays, a sick day, just tonight. */
export function ExceptionsSection({ house }: { house: House }) {
  const [open, setOpen] = useState(false);
  const day = todayIn(house.timeZone);
  const sick = useSubmit(() => addException({ title: "Sick day", fromDate: day, toDate: day }));
  const shown = house.exceptions.filter(({ id, toMs }) => toMs > serverNowMs() && !removing.value.has(id));
  return (
    <section class="panel stack" aria-labelledby="rest-title">
      <div class="stack-close">
        <h2 id="rest-title">When rules rest</h2>
        {shown.length === 0 && <p class="small soft">No holiday and no sick day: the rules hold.</p>}
      </div>
      {shown.length > 0 && (
        <ul class="rule-rests">
          {shown.map((each) => (
            <li key={each.id}>
              <span>
                <strong>{each.title}</strong>
                <span class="small soft">{spanWords(each, house.timeZone)}</span>
              </span>
              <IconButton
                icon="trash"
                label={`Delete ${each.title}`}
                onClick={() =>
                  removeWithUndo(each.id, each.title, (leaving) => deleteException(each.id, leaving))
                }
              />
            </li>
          ))}
        </ul>
      )}
      {sick.failure && <FailureBanner failure={sick.failure} />}
      <div class="row">
        <Button icon="sun" onClick={() => setOpen(true)}>
          Holiday…
        </Button>
        <Button icon="moon" busy={sick.busy} onClick={() => sick.submit()}>
          Sick day today
        </Button>
      </div>
      {open && <HolidaySheet today={day} onClose={() => setOpen(false)} />}
    </section>
  );
}

function HolidaySheet({ today, onClose }: { today: string; onClose: () => void }) {
  const [title, setTitle] = useState("Holiday");
  const [fromDate, setFrom] = useState(today);
  const [toDate, setTo] = useState(today);
  const { busy, failure, submit } = useSubmit(async () => {
    await addException({ title, fromDate, toDate });
    onClose();
  });
  return (
    <Sheet title="Let the rules rest" onClose={onClose}>
      <Form failure={failure} onSubmit={submit}>
        <Field label="Name" field="title" value={title} maxLength={100} onInput={setTitle} />
        <div class="rule-hours">
          <DateField label="First day" field="fromDate" value={fromDate} min={today} onChange={setFrom} />
          <DateField label="Last day" field="toDate" value={toDate} min={fromDate} onChange={setTo} />
        </div>
        {failure && <FailureBanner failure={failure} />}
        <Button type="submit" look="main" busy={busy} disabled={toDate < fromDate}>
          Save
        </Button>
      </Form>
    </Sheet>
  );
}

/** `2030-01-31`, as the wall of the house shows it. */
function todayIn(timeZone: string): string {
  return new Date(serverNowMs()).toLocaleDateString("sv-SE", { timeZone });
}

function spanWords({ fromMs, toMs }: RuleException, timeZone: string): string {
  const day = (atMs: number) =>
    new Date(atMs).toLocaleDateString(undefined, {
      timeZone,
      weekday: "short",
      day: "numeric",
      month: "short",
    });
  const [first, last] = [day(fromMs), day(toMs - 1)];
  return first === last ? first : `${first} to ${last}`;
}
