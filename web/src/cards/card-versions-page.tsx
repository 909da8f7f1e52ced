import { useMemo, useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import type { CardVersion } from "../../../src/http/schema/card.ts";
import { PageTitle } from "../shell/page-title.tsx";
import { readVersion, readVersions, restoreVersion } from "../stores/card-work.ts";
import { createResource } from "../stores/resource.ts";
import { makeCardOfStory } from "../stores/stories.ts";
import { showToast } from "../stores/toasts.ts";
import { useLive } from "../stores/use-live.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { counted } from "../ui/words.ts";
import { ChangesSheet } from "./changes-sheet.tsx";
import "./card-page.css";
import "./where-it-plays.css";

/** What a card was before each write, ours or made elsewhere; any of them can come back. */
export function CardVersionsPage() {
  const { params, path } = useRoute();
  const id = params["id"] ?? "";
  const back = path.replace(/\/versions$/, "");
  const versions = useMemo(() => createResource(() => readVersions(id)), [id]);
  const [chosen, setChosen] = useState<CardVersion>();
  useLive(versions, "cards");
  const found = versions.value.value?.items;
  return (
    <div class="narrow-page">
      <PageTitle back={{ path: back, name: "The card" }} title="Earlier versions" />
      <ReadFailure failure={versions.failure.value} again={versions.load} />
      {found === undefined && !versions.failure.value && (
        <Skeleton kind="row" count={4} label="Asking for earlier versions" />
      )}
      {found?.length === 0 && (
        <EmptyState icon="undo" title="No earlier versions yet">
          Before anything is written to a card, it is kept here as it was.
        </EmptyState>
      )}
      {found !== undefined && found.length > 0 && (
        <ul class="panel">
          {found.map((version) => (
            <li key={version.atMs} class="version-row">
              <div>
                <p>{whenWords(version.atMs)}</p>
                <p class="small soft">
                  “{version.title}”, {counted(version.chapters, "chapter")}; before {version.before}
                </p>
              </div>
              <Button aria-haspopup="dialog" onClick={() => setChosen(version)}>
                Look<span class="unseen"> at the version of {whenWords(version.atMs)}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {chosen && (
        <ChangesSheet
          title={`Bring back ${whenWords(chosen.atMs)}?`}
          doIt={(seen) => (seen?.remakeOf === undefined ? "Bring it back" : "Make its card again")}
          look={() => readVersion(id, chosen.atMs)}
          write={async ({ updatedAt, remakeOf }) => {
            if (remakeOf !== undefined) {
              await makeCardOfStory(remakeOf);
              showToast({ tone: "good", text: "The card is being made of its story; then publish it" });
              return;
            }
            await restoreVersion(id, chosen.atMs, updatedAt);
            showToast({ tone: "good", text: "The card is as it was then" });
          }}
          onClose={() => setChosen(undefined)}
        >
          <p class="small soft">The card as it is now is kept too, so this can be taken back.</p>
        </ChangesSheet>
      )}
    </div>
  );
}

function whenWords(atMs: number): string {
  return new Date(atMs).toLocaleString(undefined, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}
