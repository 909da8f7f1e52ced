import { useEffect, useState } from "preact/hooks";
import type { Card } from "../../../src/http/schema/card.ts";
import type { Story } from "../../../src/http/schema/story.ts";
import { readStory } from "../stores/stories.ts";
import { Icon } from "../ui/icon.tsx";

/** The story that a card was made of, while that is there. */
export function useStoryOf({ storyId }: Card): Story | undefined {
  const [story, setStory] = useState<Story>();
  useEffect(() => {
    setStory(undefined);
    if (storyId === undefined) return;
    let isCurrent = true;
    // A story that is gone leaves its card, which is then changed like any other.
    readStory(storyId).then(
      (read) => isCurrent && setStory(read),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [storyId]);
  return story;
}

/** The way back to the story: there its chapters are changed. */
export function FromStory({ story }: { story: Story }) {
  return (
    <p>
      <a class="from-story" href={`/stories/${encodeURIComponent(story.id)}`}>
        <Icon name="branch" /> <span>Change its story{story.isCardStale && ": it was changed since"}</span>
      </a>
    </p>
  );
}
