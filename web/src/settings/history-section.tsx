import { useEffect } from "preact/hooks";
import { isAdmin } from "../stores/session.ts";
import { keepHistory, settings } from "../stores/settings.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { counted } from "../ui/words.ts";

const daysOffered = { days: [7, 14, 30, 90, 365], statisticsDays: [90, 400, 1000, 3650] } as const;

/** How long is kept what children did, and how long the sums. For admins. */
export function HistorySection() {
  useEffect(settings.need, []);
  const kept = settings.value.value?.history;
  if (!isAdmin.value) return null;
  return (
    <section class="panel" aria-labelledby="history-title">
      <div>
        <h2 id="history-title">History</h2>
        <p class="small soft">
          What children did is forgotten after a while. Holds for what happens from now on.
        </p>
      </div>
      {settings.failure.value && <FailureBanner failure={settings.failure.value} />}
      {kept === undefined && !settings.failure.value && (
        <Skeleton kind="row" count={2} label="Asking for the settings" />
      )}
      {kept !== undefined && (
        <div class="settings-pair">
          <KeptFor label="Keep every event for" name="days" now={kept.days} />
          <KeptFor label="Keep the sums of days for" name="statisticsDays" now={kept.statisticsDays} />
        </div>
      )}
    </section>
  );
}

function KeptFor({ label, name, now }: { label: string; name: keyof typeof daysOffered; now: number }) {
  const choices = [...new Set([...daysOffered[name], now])].toSorted((one, other) => one - other);
  return (
    <ChoiceField
      label={label}
      value={String(now)}
      choices={choices.map((days) => ({ value: String(days), name: daysWords(days) }))}
      onChange={(value) => void keepHistory({ [name]: Number(value) }, { [name]: now })}
    />
  );
}

function daysWords(days: number): string {
  return days % 365 === 0 ? counted(days / 365, "year") : counted(days, "day");
}
