import type { HistoryEntry } from "../../../src/http/schema/history.ts";
import { players } from "../stores/players.ts";
import { Icon } from "../ui/icon.tsx";
import { iconOf, sureWords } from "./kind-words.ts";
import "./history-list.css";

type HistoryListProps = {
  entries: readonly HistoryEntry[];
  /** All of one player: its name need not stand at every line. */
  onePlayer: boolean;
  onCard: (card: NonNullable<HistoryEntry["card"]>) => void;
};

/** What happened, day by day, newest first. */
export function HistoryList({ entries, onePlayer, onCard }: HistoryListProps) {
  return (
    <div class="history-days">
      {byDay(entries).map(([day, ofDay]) => (
        <section key={day} class="panel history-day" aria-label={day}>
          <h2>{day}</h2>
          <ol class="history-list">
            {ofDay.map((entry) => (
              <HistoryLine
                key={`${entry.playerId} ${entry.id}`}
                entry={entry}
                onePlayer={onePlayer}
                onCard={onCard}
              />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function HistoryLine({
  entry,
  onePlayer,
  onCard,
}: Omit<HistoryListProps, "entries"> & { entry: HistoryEntry }) {
  const { card, cause, kind } = entry;
  const sure = sureWords(entry);
  const name = onePlayer ? undefined : players.value?.find(({ id }) => id === entry.playerId)?.name;
  return (
    <li class={`history-line history-by-${cause}`} data-kind={kind}>
      <span class="history-picture">
        <Icon name={iconOf(kind)} />
      </span>
      <div class="history-words">
        <p>{entry.sentence}</p>
        {(name || sure || card) && (
          <p class="small soft history-more">
            {name && <span>{name}</span>}
            {sure && <span>{sure}</span>}
            {card?.title && (
              <button type="button" class="history-card" onClick={() => onCard(card)}>
                {card.title}
                <span class="unseen">: only this card</span>
              </button>
            )}
          </p>
        )}
      </div>
      <time
        class="small soft numbers"
        dateTime={new Date(entry.atMs).toISOString()}
        title={new Date(entry.atMs).toLocaleTimeString()}
      >
        {clockTime(entry.atMs)}
      </time>
    </li>
  );
}

function byDay(entries: readonly HistoryEntry[]): [string, HistoryEntry[]][] {
  const days = new Map<string, HistoryEntry[]>();
  for (const entry of entries) {
    const day = dayWords(entry.atMs);
    const ofDay = days.get(day);
    if (ofDay === undefined) days.set(day, [entry]);
    else ofDay.push(entry);
  }
  return [...days];
}

function dayWords(atMs: number): string {
  return new Date(atMs).toLocaleDateString(undefined, { weekday: "long", day: "numeric", month: "long" });
}

function clockTime(atMs: number): string {
  return new Date(atMs).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}
