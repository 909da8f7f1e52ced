import { useLocation } from "preact-iso";
import type { Story } from "../../../src/http/schema/story.ts";
import { removeWithUndo } from "../stores/removals.ts";
import { deleteStory, tweeOf } from "../stores/stories.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

/** Takes the story along as a file, or away. */
export function StoryAway({ story }: { story: Story }) {
  const { route } = useLocation();
  return (
    <div class="card-more">
      <a class="button button-plain" href={tweeOf(story.id)} download>
        <Icon name="download" />
        <span>Save as a Twee file</span>
      </a>
      <Button
        look="danger"
        icon="trash"
        onClick={() => {
          route("/stories");
          removeWithUndo(story.id, story.title, (leaving) => deleteStory(story, leaving));
        }}
      >
        Delete the story
      </Button>
      <p class="small soft">Its card and its recordings stay.</p>
    </div>
  );
}
