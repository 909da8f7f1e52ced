import { useEffect, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { StoryChapters } from "../../../src/http/schema/story.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { PageTitle } from "../shell/page-title.tsx";
import { lostOnImport, readChapters } from "../stores/stories.ts";
import { needYotoAccounts } from "../stores/yoto-accounts.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Segments } from "../ui/segments.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { PassageEditor } from "./passage-editor.tsx";
import { PassageList } from "./passage-list.tsx";
import { PlayStory } from "./play-story.tsx";
import { StoryAway } from "./story-away.tsx";
import { StoryCard } from "./story-card.tsx";
import { StoryDetails } from "./story-details.tsx";
import { addPassage, freeName } from "./story-edit.ts";
import { StoryMap } from "./story-map.tsx";
import { StoryProblems } from "./story-problems.tsx";
import { StorySaving } from "./story-saving.tsx";
import { useStory, type WrittenStory } from "./use-story.ts";
import "../cards/card-page.css";
import "./story-page.css";

/** One story: its map, its passages, what is wrong, playing it, and its card. */
export function StoryPage() {
  const id = useRoute().params["id"] ?? "";
  return <OneStory key={id} id={id} />;
}

const gone = {
  icon: "branch",
  title: "There is no such story",
  href: "/stories/trash",
  goOn: "To the deleted stories",
} as const;

function OneStory({ id }: { id: string }) {
  const { story, failure, load } = useStory(id);
  const [playing, setPlaying] = useState<StoryChapters["items"]>();
  const play = useSubmit(async () => {
    if ((await story?.flush()) !== undefined) setPlaying(await readChapters(id));
  });
  useEffect(needYotoAccounts, []);
  return (
    <>
      <PageTitle back={{ path: "/stories", name: "Stories" }} title={story?.face.title.trim() || "Story"}>
        {story && (
          <>
            <IconButton icon="undo" label="Undo" disabled={!story.undo} onClick={() => story.undo?.()} />
            <IconButton icon="redo" label="Redo" disabled={!story.redo} onClick={() => story.redo?.()} />
            <Button icon="play" aria-haspopup="dialog" busy={play.busy} onClick={() => play.submit()}>
              Play it here
            </Button>
          </>
        )}
      </PageTitle>
      <ReadFailure failure={failure} again={load} gone={gone} />
      {story === undefined && !failure && <Skeleton kind="card" count={1} label="Opening the story" />}
      {story && <Written story={story} />}
      {play.failure && <FailureBanner failure={play.failure} />}
      {story && playing && (
        <PlayStory story={story.saved} chapters={playing} onClose={() => setPlaying(undefined)} />
      )}
    </>
  );
}

const views = [
  { value: "map", name: "Map" },
  { value: "list", name: "List" },
] as const;

function Written({ story }: { story: WrittenStory }) {
  const { query, route } = useLocation();
  const [view, setView] = useState<"map" | "list">("map");
  const { passages } = story.face;
  const { id, problems } = story.saved;
  const asked = passages.find(({ name }) => name === query["at"]);
  const chosen = asked ?? passages[0];
  const askedFor = asked?.name;
  useEffect(() => {
    // On a phone the passage stands in place of the map.
    if (askedFor !== undefined && matchMedia("(width < 64rem)").matches) scrollTo(0, 0);
  }, [askedFor]);
  const hrefOf = (name?: string) =>
    `/stories/${encodeURIComponent(id)}${name === undefined ? "" : `?at=${encodeURIComponent(name)}`}`;
  const write = (name: string) => {
    story.change((face) => ({ passages: addPassage(face.passages, name) }));
    route(hrefOf(name));
  };
  const wrong = new Set(problems.flatMap(({ blocks, passage }) => (blocks && passage) || []));
  return (
    <div class={asked === undefined ? "story" : "story story-at-passage"}>
      <div class="across stack-close">
        <StorySaving story={story} />
        <LostOnImport id={id} />
      </div>
      <div class="column story-whole">
        <StoryProblems story={story.saved} hrefOf={hrefOf} />
        <section class="stack-close" aria-labelledby="passages-title">
          <div class="section-head">
            <h2 id="passages-title">Passages</h2>
            <div class="row">
              <Segments label="How they are shown" value={view} choices={views} onChange={setView} />
              <Button icon="plus" onClick={() => write(freeName(passages, ""))}>
                New
                <span class="unseen"> passage</span>
              </Button>
            </div>
          </div>
          {view === "map" ? (
            <StoryMap
              passages={passages}
              wrong={wrong}
              chosen={chosen?.name}
              hrefOf={hrefOf}
              onWrite={write}
            />
          ) : (
            <PassageList passages={passages} wrong={wrong} chosen={chosen?.name} hrefOf={hrefOf} />
          )}
        </section>
        <StoryCard story={story} />
        <StoryDetails story={story} />
        <StoryAway story={story} />
      </div>
      <div class="column story-one">
        <a class="way-back story-to-map" href={hrefOf()}>
          <Icon name="arrow-left" /> All passages
        </a>
        {chosen && (
          <PassageEditor
            story={story}
            passage={chosen}
            problems={problems.filter(({ passage }) => passage === chosen.name)}
            hrefOf={hrefOf}
          />
        )}
      </div>
    </div>
  );
}

/** What a file of Twine's had that no card can do. */
function LostOnImport({ id }: { id: string }) {
  const told = lostOnImport.value;
  if (told?.id !== id || told.lost.length === 0) return null;
  return (
    <Banner tone="calm" actions={<Button onClick={() => (lostOnImport.value = undefined)}>Got it</Button>}>
      <p class="banner-message">Not everything could be taken over.</p>
      <ul class="story-problems">
        {told.lost.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Banner>
  );
}
