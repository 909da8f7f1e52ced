import { useEffect } from "preact/hooks";
import type { StoryLine } from "../../../src/http/schema/story.ts";
import { onLive } from "../api/live.ts";
import { PageTitle } from "../shell/page-title.tsx";
import { removing } from "../stores/removals.ts";
import { storyList } from "../stores/stories.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Icon } from "../ui/icon.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { counted } from "../ui/words.ts";
import "../streams/streams.css";
import "./story-page.css";

/** All stories with choices. */
export function StoriesPage() {
  useEffect(() => {
    void storyList.reload();
    const ends = [onLive("stories", storyList.refresh), onLive("hello", storyList.refresh)];
    return () => {
      for (const end of ends) end();
    };
  }, []);
  const shown = storyList.items.value?.filter(({ id }) => !removing.value.has(id));
  const failure = storyList.failure.value;
  const add = (
    <LinkButton look="main" icon="plus" href="/stories/new">
      New story
    </LinkButton>
  );
  return (
    <>
      <PageTitle title="Stories">{shown !== undefined && shown.length > 0 && add}</PageTitle>
      <ReadFailure failure={failure} again={storyList.reload} />
      {shown === undefined && !failure && <Skeleton kind="row" count={4} label="Asking for the stories" />}
      {shown?.length === 0 && (
        <EmptyState icon="branch" title="Let your child decide" action={add}>
          You stand before a dark wood: left into the cave, right to run home? Write it, and the buttons of
          the player choose how it goes on.
        </EmptyState>
      )}
      {shown !== undefined && shown.length > 0 && (
        <ul class="stream-list">
          {shown.map((story) => (
            <li key={story.id}>
              <StoryRow story={story} />
            </li>
          ))}
        </ul>
      )}
      {storyList.hasMore.value && (
        <Button busy={storyList.busy.value} onClick={() => void storyList.more()}>
          Show more
        </Button>
      )}
      {shown !== undefined && (
        <p>
          <a class="small" href="/stories/trash">
            Deleted stories
          </a>
        </p>
      )}
    </>
  );
}

function StoryRow({ story }: { story: StoryLine }) {
  const { id, title, passages, problems, cardId } = story;
  return (
    <a class="panel stream-row" href={`/stories/${encodeURIComponent(id)}`}>
      <span class="stream-picture">
        <Icon name="branch" />
      </span>
      <span class="stream-words">
        <span class="stream-title">{title}</span>
        <span class="small soft">
          {counted(passages, "passage")}
          {cardId !== undefined && " · on a card"}
        </span>
        {problems > 0 && (
          <span class="small story-row-problems">{counted(problems, "thing")} to look at</span>
        )}
      </span>
    </a>
  );
}
