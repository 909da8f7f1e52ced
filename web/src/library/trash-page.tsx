import { useState } from "preact/hooks";
import type { AudioItem } from "../../../src/http/schema/audio.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { PageTitle } from "../shell/page-title.tsx";
import { emptyTrash, restoreMany, trashList } from "../stores/audio-shelf.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { clockOf, daysLeftWords, sizeWords } from "../ui/words.ts";
import { LibraryParts } from "./library-parts.tsx";
import "./library-page.css";

/** What was deleted lately, to be had back or let go. */
export function TrashPage() {
  trashList.need();
  const [asking, setAsking] = useState(false);
  const items = trashList.items.value;
  const emptying = useSubmit(async () => {
    await emptyTrash();
    setAsking(false);
  });
  return (
    <div class="stack">
      <PageTitle title="Trash" parts={<LibraryParts here="/library/trash" />}>
        {items !== undefined && items.length > 0 && (
          <Button look="danger" icon="trash" onClick={() => setAsking(true)}>
            Empty it
          </Button>
        )}
      </PageTitle>
      <ReadFailure failure={trashList.failure.value} again={trashList.reload} />
      {items === undefined && !trashList.failure.value && (
        <Skeleton kind="row" count={3} label="Looking into the trash" />
      )}
      {items?.length === 0 && (
        <EmptyState icon="trash" title="The trash is empty">
          Recordings that you delete lie here for thirty days. Nothing plays them, and you can have them back.
        </EmptyState>
      )}
      {items !== undefined && items.length > 0 && (
        <ul class="audio-list panel">
          {items.map((item) => (
            <TrashRow key={item.id} item={item} />
          ))}
        </ul>
      )}
      {trashList.hasMore.value && (
        <Button busy={trashList.busy.value} onClick={() => void trashList.more()}>
          Show more
        </Button>
      )}
      {asking && (
        <Sheet title="Empty the trash?" onClose={() => setAsking(false)}>
          <p>What lies in it is then gone for good.</p>
          {emptying.failure && <FailureBanner failure={emptying.failure} />}
          <div class="sheet-actions">
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button look="danger" icon="trash" busy={emptying.busy} onClick={() => emptying.submit()}>
              Delete for good
            </Button>
          </div>
        </Sheet>
      )}
    </div>
  );
}

function TrashRow({ item }: { item: AudioItem }) {
  const restoring = useSubmit(() => restoreMany([item.id]));
  return (
    <li class="trash-row">
      <div class="audio-row-words">
        <p class="audio-row-title">{item.title}</p>
        <p class="small soft numbers">
          {clockOf(item.seconds)} · {sizeWords(item.bytes)} · {daysLeftWords(item.trashedAtMs ?? 0)}
        </p>
      </div>
      <Button icon="undo" busy={restoring.busy} onClick={() => restoring.submit()}>
        Bring back
      </Button>
    </li>
  );
}
