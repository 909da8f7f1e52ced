import { useEffect } from "preact/hooks";
import type { Statistics } from "../../../src/http/schema/history.ts";
import { HistoryParts } from "../history/history-parts.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { needPlayers, players } from "../stores/players.ts";
import { showStatistics, statistics, statisticsOf } from "../stores/statistics.ts";
import { Chips } from "../ui/chips.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { counted } from "../ui/words.ts";
import { BarChart } from "./bar-chart.tsx";
import { CardRanking } from "./card-ranking.tsx";
import { durationWords } from "./duration-words.ts";
import "./statistics-page.css";

const spans = [
  { value: "7", name: "7 days" },
  { value: "30", name: "30 days" },
  { value: "90", name: "90 days" },
  { value: "365", name: "A year" },
] as const;
/** From so many days on, weeks say more. */
const weeksFromDays = 60;

/** What was listened to, when, and for how long. */
export function StatisticsPage() {
  useEffect(() => {
    needPlayers();
    void statistics.load();
  }, []);
  const { days, player } = statisticsOf.value;
  const sums = statistics.value.value;
  return (
    <>
      <PageTitle title="Statistics" parts={<HistoryParts here="/statistics" />} />
      <div class="stack-close">
        <Chips
          label="How far back"
          choices={spans}
          chosen={spans.find(({ value }) => value === String(days))?.value ?? "30"}
          onChoose={(value) => showStatistics({ days: Number(value) })}
        />
        {(players.value?.length ?? 0) > 1 && (
          <Chips
            label="Of which player"
            choices={[
              { value: "", name: "All players" },
              ...(players.value ?? []).map(({ id, name }) => ({ value: id, name })),
            ]}
            chosen={player}
            onChoose={(id) => showStatistics({ player: id })}
          />
        )}
      </div>
      <ReadFailure failure={statistics.failure.value} again={statistics.load} />
      {sums === undefined && !statistics.failure.value && (
        <Skeleton kind="card" count={2} label="Adding up" />
      )}
      {sums !== undefined && (sums.listenedMs === 0 ? <NothingYet /> : <Sums sums={sums} />)}
    </>
  );
}

function NothingYet() {
  return (
    <EmptyState icon="headphones" title="Nothing was listened to yet">
      As soon as a player plays, its minutes are added up here.
    </EmptyState>
  );
}

function Sums({ sums }: { sums: Statistics }) {
  const busy = sums.days.filter(({ listenedMs }) => listenedMs > 0);
  const weekly = sums.days.length >= weeksFromDays;
  return (
    <div class="statistics">
      <dl class="panel statistics-figures">
        <Figure name="Listened" value={durationWords(sums.listenedMs)} more={counted(busy.length, "day")} />
        <Figure
          name="On such a day"
          value={durationWords(sums.listenedMs / Math.max(1, busy.length))}
          more="on average"
        />
        {sums.longest && (
          <Figure
            name="Longest in one go"
            value={durationWords(sums.longest.untilMs - sums.longest.fromMs)}
            more={dateWords(sums.longest.fromMs)}
          />
        )}
      </dl>
      <section class="panel">
        {weekly ? (
          <BarChart
            title="By week"
            of="Week from"
            bars={sums.weeks.map(({ from, listenedMs }) => ({ name: dayWords(from), ms: listenedMs }))}
            marks={endsOf(sums.weeks.map(({ from }) => dayWords(from)))}
          />
        ) : (
          <BarChart
            title="By day"
            of="Day"
            bars={sums.days.map(({ date, listenedMs }) => ({ name: dayWords(date), ms: listenedMs }))}
            marks={endsOf(sums.days.map(({ date }) => dayWords(date)))}
          />
        )}
      </section>
      <section class="panel">
        <BarChart
          title="By time of day"
          of="Hour"
          bars={sums.hours.map((ms, hour) => ({ name: `${String(hour).padStart(2, "0")}:00`, ms }))}
          marks={["0", "6", "12", "18", "24"]}
        />
      </section>
      <CardRanking cards={sums.cards} />
      {sums.players.length > 1 && <PlayerSums sums={sums} />}
    </div>
  );
}

function Figure({ name, value, more }: { name: string; value: string; more: string }) {
  return (
    <div class="statistics-figure">
      <dt class="small soft">{name}</dt>
      <dd>
        <span class="statistics-value">{value}</span>
        <span class="small soft">{more}</span>
      </dd>
    </div>
  );
}

function PlayerSums({ sums }: { sums: Statistics }) {
  return (
    <section class="panel stack-close" aria-labelledby="players-title">
      <h2 id="players-title">By player</h2>
      <ul class="statistics-players">
        {sums.players.map((each) => (
          <li key={each.playerId} class="statistics-player">
            <span>{each.name ?? each.playerId}</span>
            <span class="numbers">
              {durationWords(each.listenedMs)}
              <span class="small soft"> on {counted(each.days, "day")}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function endsOf(names: readonly string[]): string[] {
  const [first, last] = [names[0], names.at(-1)];
  return first === undefined || last === undefined || first === last ? [...names.slice(0, 1)] : [first, last];
}

/** A day of the calendar, in no particular zone. */
function dayWords(date: string): string {
  return new Date(`${date}T12:00:00Z`).toLocaleDateString(undefined, {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
}

function dateWords(atMs: number): string {
  return new Date(atMs).toLocaleDateString(undefined, { day: "numeric", month: "short" });
}
