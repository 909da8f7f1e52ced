import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { HistoryParts } from "../history/history-parts.tsx";
import { SearchField } from "../library/search-field.tsx";
import { NotFoundPage } from "../pages/not-found-page.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { type AnalyzerFilter, analyzed, analyzerFailure, lookAt } from "../stores/analyzer.ts";
import { needPlayers, players } from "../stores/players.ts";
import { isAdmin } from "../stores/session.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Chips } from "../ui/chips.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AnalyzedLine } from "./analyzed-line.tsx";
import "./analyzer-page.css";

const kinds = [
  { value: "", name: "Everything" },
  { value: "message", name: "Messages" },
  { value: "settled", name: "Conclusions" },
  { value: "stream-request", name: "Stream requests" },
] as const;

/** What players say and fetch, raw, with what was made of it, as it happens. For admins. */
export function AnalyzerPage() {
  return isAdmin.value ? <Analyzer /> : <NotFoundPage />;
}

function Analyzer() {
  useEffect(needPlayers, []);
  const filter = useSignal<AnalyzerFilter>({ player: "", is: "", text: "" });
  const paused = useSignal(false);
  const { player, is, text } = filter.value;
  useEffect(() => lookAt(filter.value, paused.value), [player, is, text, paused.value]);
  const show = (change: Partial<AnalyzerFilter>) => {
    paused.value = false;
    filter.value = { ...filter.value, ...change };
  };
  const shown = analyzed.value;
  return (
    <>
      <PageTitle title="Analyzer" parts={<HistoryParts here="/analyzer" />}>
        <Button icon={paused.value ? "play" : "pause"} onClick={() => (paused.value = !paused.value)}>
          {paused.value ? "Go on" : "Hold"}
        </Button>
      </PageTitle>
      <p class="soft">Everything players say and fetch, as it comes, without tokens and secrets.</p>
      <div class="stack-close">
        <SearchField
          label="Search in topics, payloads and conclusions"
          words={text}
          onSearch={(words) => show({ text: words })}
        />
        <Chips
          label="What"
          choices={kinds}
          chosen={is as (typeof kinds)[number]["value"]}
          onChoose={(value) => show({ is: value })}
        />
        {(players.value?.length ?? 0) > 1 && (
          <Chips
            label="Of which player"
            choices={[
              { value: "", name: "All players" },
              ...(players.value ?? []).map(({ id, name }) => ({ value: id, name })),
            ]}
            chosen={player}
            onChoose={(id) => show({ player: id })}
          />
        )}
      </div>
      {analyzerFailure.value && <FailureBanner failure={analyzerFailure.value} />}
      {shown === undefined && !analyzerFailure.value && (
        <Skeleton kind="row" count={6} label="Asking what was heard" />
      )}
      {shown?.length === 0 && (
        <EmptyState icon="search" title="Nothing heard">
          Nothing that fits was heard of late. What comes now appears by itself, within ten seconds.
        </EmptyState>
      )}
      {shown !== undefined && shown.length > 0 && (
        <ol class="panel analyzed-list" aria-label="What was heard, newest first">
          {shown.map((entry) => (
            <AnalyzedLine key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
    </>
  );
}
