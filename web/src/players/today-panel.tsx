import { useEffect } from "preact/hooks";
import type { HistoryEntry, Statistics } from "../../../src/http/schema/history.ts";
import { iconOf } from "../history/kind-words.ts";
import { durationWords } from "../statistics/duration-words.ts";
import { players } from "../stores/players.ts";
import { LinkButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { houseDays } from "./house-days.ts";
import "./today-panel.css";

/** Conclusions are drawn some seconds after a player's report. */
const concludedAfterMs = 5_000;
/** As often as the server adds up what runs. */
const addedUpEveryMs = 120_000;
const linesMost = 4;

/** What was listened to today, and what happened last. Read anew when a player changes its card or stops, and while one plays. */
export function TodayPanel() {
  const doing = players.value
    ?.map(({ playback }) => `${playback.card?.yotoCardId} ${playback.status}`)
    .join(" ");
  useEffect(() => {
    if (houseDays.value.value === undefined) return houseDays.need();
    const timer = setTimeout(houseDays.refresh, concludedAfterMs);
    return () => clearTimeout(timer);
  }, [doing]);
  const plays = players.value?.some(({ playback }) => playback.status === "playing") ?? false;
  useEffect(() => {
    if (!plays) return;
    const timer = setInterval(houseDays.refresh, addedUpEveryMs);
    return () => clearInterval(timer);
  }, [plays]);
  const known = houseDays.value.value;
  if (known === undefined || known.last.length === 0) return null;
  return (
    <section class="panel today" aria-labelledby="today-title">
      <div class="today-head">
        <h2 id="today-title">Today</h2>
        <LinkButton look="quiet" href="/history">
          History
        </LinkButton>
      </div>
      <ListenedToday sums={known.sums} />
      <ul class="lines today-lines">
        {known.last.slice(0, linesMost).map((entry) => (
          <LastLine key={`${entry.playerId} ${entry.id}`} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function ListenedToday({ sums }: { sums: Statistics }) {
  const today = sums.days.at(-1);
  return (
    <dl class="today-sums">
      {players.value?.map(({ id, name }) => (
        <div key={id}>
          <dt class="small soft">{name}</dt>
          <dd class="today-sum numbers">{durationWords(today?.players[id] ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}

function LastLine({ entry }: { entry: HistoryEntry }) {
  const name = players.value?.find(({ id }) => id === entry.playerId)?.name;
  return (
    <li class="today-line">
      <Icon name={iconOf(entry.kind)} />
      <span>
        {entry.sentence}
        <span class="small soft">{name === undefined ? "" : ` · ${name}`}</span>
      </span>
      <time class="small soft numbers" dateTime={new Date(entry.atMs).toISOString()}>
        {whenWords(entry.atMs)}
      </time>
    </li>
  );
}

/** The time today; the day before that. */
function whenWords(atMs: number): string {
  const at = new Date(atMs);
  return at.toDateString() === new Date().toDateString()
    ? at.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" })
    : at.toLocaleDateString(undefined, { weekday: "short", day: "numeric", month: "short" });
}
