import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { filterText, type HistoryFilter, history, watchHistory } from "../stores/history.ts";
import { players } from "../stores/players.ts";
import { Button } from "../ui/button.tsx";
import { Chips } from "../ui/chips.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Icon } from "../ui/icon.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { HistoryList } from "./history-list.tsx";
import { kindGroups, usualKinds } from "./kind-words.ts";
import "./history-view.css";

/** What happened, with what narrows it down. `player`: of this one only, as its own page shows it. */
export function HistoryView({ player }: { player?: string }) {
  const filter = useSignal<HistoryFilter>({ player, kind: usualKinds });
  const cardTitle = useSignal("");
  useEffect(watchHistory, []);
  const show = (change: HistoryFilter) => {
    filter.value = { ...filter.value, ...change };
    history.search(filterText(filter.value));
  };
  useEffect(() => {
    show({ player });
    return () => history.search("");
  }, [player]);
  const { kind, card, day } = filter.value;
  const entries = history.items.value;
  const isNarrow = kind !== usualKinds || card !== undefined || (day ?? "") !== "";
  return (
    <>
      <div class="history-filters">
        {player === undefined && (players.value?.length ?? 0) > 1 && (
          <Chips
            label="Of which player"
            choices={[
              { value: "", name: "All players" },
              ...(players.value ?? []).map(({ id, name }) => ({ value: id, name })),
            ]}
            chosen={filter.value.player ?? ""}
            onChoose={(id) => show({ player: id === "" ? undefined : id })}
          />
        )}
        <Chips
          label="What happened"
          choices={[
            { value: usualKinds, name: "Everything" },
            ...kindGroups.map(({ name, kinds }) => ({ value: kinds.join(","), name })),
          ]}
          chosen={kind ?? ""}
          onChoose={(value) => show({ kind: value })}
        />
        <div class="row history-narrow">
          <label class="history-date">
            <span class="small">Day</span>
            <input
              type="date"
              class="chip-date"
              value={day ?? ""}
              onInput={({ currentTarget }) => show({ day: currentTarget.value })}
            />
          </label>
          {card !== undefined && (
            <button
              type="button"
              class="chip-button"
              aria-pressed={true}
              onClick={() => show({ card: undefined })}
            >
              {cardTitle.value}
              <Icon name="close" />
              <span class="unseen">: show all cards again</span>
            </button>
          )}
          <span class="history-save">
            <Icon name="download" />
            {(["csv", "json"] as const).map((format) => (
              <a key={format} class="history-file" href={exportHref(filter.value, format)} download>
                <span class="unseen">Save what is shown as </span>
                {format.toUpperCase()}
              </a>
            ))}
          </span>
        </div>
      </div>
      <ReadFailure failure={history.failure.value} again={history.reload} />
      {entries === undefined && !history.failure.value && (
        <Skeleton kind="row" count={6} label="Asking for the history" />
      )}
      {entries?.length === 0 && !history.busy.value && (
        <EmptyState
          icon={isNarrow ? "search" : "card"}
          title={isNarrow ? "Nothing of that" : "Nothing has happened yet"}
          {...(isNarrow && {
            action: (
              <Button onClick={() => show({ kind: usualKinds, card: undefined, day: undefined })}>
                Show everything
              </Button>
            ),
          })}
        >
          {isNarrow
            ? "Nothing that fits was noted. Days further back may have been forgotten already."
            : "Put a card into a player, turn its knob: whatever a child does appears here a moment later."}
        </EmptyState>
      )}
      {entries !== undefined && entries.length > 0 && (
        <HistoryList
          entries={entries}
          onePlayer={filter.value.player !== undefined}
          onCard={({ yotoCardId, title }) => {
            cardTitle.value = title ?? "This card";
            show({ card: yotoCardId });
          }}
        />
      )}
      {history.hasMore.value && (
        <Button busy={history.busy.value} onClick={() => void history.more()}>
          Show more
        </Button>
      )}
    </>
  );
}

function exportHref(filter: HistoryFilter, format: "csv" | "json"): string {
  return `/api/history/export?format=${format}&${filterText(filter)}`;
}
