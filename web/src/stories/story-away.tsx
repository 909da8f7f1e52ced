import { useLocation } from "preact-iso";
import { useSubmit } from "../pages/use-submit.ts";
import { removeWithUndo } from "../stores/removals.ts";
import { deleteStory, tweeOf } from "../stores/stories.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import type { WrittenStory } from "./use-story.ts";

/** Takes the story along as a file, or away. */
export function StoryAway({ story }: { story: WrittenStory }) {
  const { route } = useLocation();
  const deleting = useSubmit(async () => {
    // What was typed a moment ago is on its way: it would count as somebody's change.
    const last = (await story.flush()) ?? story.saved;
    route("/stories");
    removeWithUndo(last.id, last.title, (leaving) => deleteStory(last, leaving));
  });
  return (
    <div class="card-more">
      <a class="button button-plain" href={tweeOf(story.saved.id)} download>
        <Icon name="download" />
        <span>Save as a Twee file</span>
      </a>
      <Button look="danger" icon="trash" busy={deleting.busy} onClick={() => deleting.submit()}>
        Delete the story
      </Button>
      <p class="small soft">Its card and its recordings stay. For thirty days you can have it back.</p>
    </div>
  );
}
