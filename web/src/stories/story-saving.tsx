import { useSubmit } from "../pages/use-submit.ts";
import { restoreStory } from "../stores/stories.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import type { WrittenStory } from "./use-story.ts";

/** Whether what is on the screen is at the server; of another's change one can choose. */
export function StorySaving({ story }: { story: WrittenStory }) {
  const { state, failure, flush, takeTheirs, saved } = story;
  const restoring = useSubmit(async () => {
    await restoreStory(saved.id);
    await flush(true);
  });
  if (failure?.status === 404)
    return (
      <Banner
        tone="bad"
        actions={
          <Button busy={restoring.busy} onClick={restoring.submit}>
            Bring it back, with what I wrote
          </Button>
        }
      >
        <p class="banner-message">Somebody deleted this story meanwhile.</p>
        {restoring.failure && <p class="small">{restoring.failure.message}</p>}
      </Banner>
    );
  if (failure?.code === "changed-meanwhile")
    return (
      <Banner
        tone="bad"
        actions={
          <>
            <Button onClick={() => void takeTheirs()}>Take theirs</Button>
            <Button onClick={() => void flush(true)}>Save mine all the same</Button>
          </>
        }
      >
        <p class="banner-message">Somebody changed this story meanwhile.</p>
        <p class="small">
          What you wrote is still here, and not saved yet. After “Take theirs”, “Undo” brings it back.
        </p>
      </Banner>
    );
  return (
    <>
      {failure && (
        <FailureBanner
          failure={failure}
          actions={
            <Button busy={state === "saving"} onClick={() => void flush()}>
              Try again
            </Button>
          }
        />
      )}
      <p class="small soft story-saving" role="status">
        {words[state]}
      </p>
    </>
  );
}

const words = {
  saved: "Saved",
  unsaved: "Not saved yet …",
  saving: "Saving …",
  refused: "Not saved. What you wrote is still here.",
} as const;
