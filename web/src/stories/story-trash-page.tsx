import { useEffect, useState } from "preact/hooks";
import type { StoryLine } from "../../../src/http/schema/story.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { PageTitle } from "../shell/page-title.tsx";
import { deleteStoryForGood, restoreStory, storyTrash } from "../stores/stories.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { counted, daysLeftWords } from "../ui/words.ts";
import "../library/library-page.css";

/** Stories that were deleted lately, to be had back. */
export function StoryTrashPage() {
  useEffect(() => void storyTrash.reload(), []);
  const items = storyTrash.items.value;
  const failure = storyTrash.failure.value;
  return (
    <>
      <PageTitle back={{ path: "/stories", name: "Stories" }} title="Deleted stories" />
      <ReadFailure failure={failure} again={storyTrash.reload} />
      {items === undefined && !failure && (
        <Skeleton kind="row" count={2} label="Looking for deleted stories" />
      )}
      {items?.length === 0 && (
        <EmptyState icon="trash" title="No story was deleted lately">
          Stories that you delete stay here for thirty days, and you can have them back as they were.
        </EmptyState>
      )}
      {items !== undefined && items.length > 0 && (
        <ul class="audio-list panel">
          {items.map((story) => (
            <DeletedStory key={story.id} story={story} />
          ))}
        </ul>
      )}
      {storyTrash.hasMore.value && (
        <Button busy={storyTrash.busy.value} onClick={() => void storyTrash.more()}>
          Show more
        </Button>
      )}
    </>
  );
}

function DeletedStory({ story: { id, title, passages, trashedAtMs = 0 } }: { story: StoryLine }) {
  const restoring = useSubmit(() => restoreStory(id));
  const deleting = useSubmit(() => deleteStoryForGood(id));
  const [asking, setAsking] = useState(false);
  return (
    <li class="trash-row">
      <div class="audio-row-words">
        <p class="audio-row-title">{title}</p>
        <p class="small soft numbers">
          {counted(passages, "passage")} · {daysLeftWords(trashedAtMs)}
        </p>
        {restoring.failure && <FailureBanner failure={restoring.failure} />}
      </div>
      <Button icon="undo" busy={restoring.busy} onClick={() => restoring.submit()}>
        Bring back
      </Button>
      <IconButton icon="trash" label={`Delete “${title}” for good`} onClick={() => setAsking(true)} />
      {asking && (
        <Sheet title="Delete it for good?" onClose={() => setAsking(false)}>
          <p>“{title}” can then no longer be had back. Its card and its recordings stay.</p>
          {deleting.failure && <FailureBanner failure={deleting.failure} />}
          <div class="sheet-actions">
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button look="danger" icon="trash" busy={deleting.busy} onClick={() => deleting.submit()}>
              Delete for good
            </Button>
          </div>
        </Sheet>
      )}
    </li>
  );
}
