import { useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { Episode, Feed } from "../../../src/http/schema/feed.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { PageTitle } from "../shell/page-title.tsx";
import {
  changeFeed,
  episodeList,
  feedList,
  fetchEpisode,
  leaveFeed,
  openFeed,
  refreshFeed,
} from "../stores/feeds.ts";
import { listening, toggleListening } from "../stores/listening.ts";
import { removeWithUndo } from "../stores/removals.ts";
import { showToast } from "../stores/toasts.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button, IconButton, LinkButton } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { clockOf, sinceWords } from "../ui/words.ts";
import { newestChoices } from "./newest-choices.ts";
import "../library/library-page.css";
import "./podcasts.css";

/** One podcast and its episodes. */
export function PodcastPage() {
  feedList.need();
  const id = useRoute().params["id"] ?? "";
  openFeed(id);
  episodeList.need();
  const [changing, setChanging] = useState(false);
  const feed = feedList.value.value?.find((each) => each.id === id);
  const episodes = episodeList.items.value;
  const refreshing = useSubmit(async () => {
    await refreshFeed(id);
    showToast({ tone: "good", text: "Asking for new episodes" });
  });
  const isGone = feedList.value.value !== undefined && feed === undefined;
  const failure =
    feedList.failure.value ?? (isGone ? undefined : episodeList.failure.value) ?? refreshing.failure;
  return (
    <div class="stack">
      <PageTitle back={{ path: "/library/podcasts", name: "Podcasts" }} title={feed?.title ?? "Podcast"}>
        {feed && (
          <>
            <Button icon="undo" busy={refreshing.busy} onClick={() => refreshing.submit()}>
              Look for new ones
            </Button>
            <IconButton icon="settings" label={`Change ${feed.title}`} onClick={() => setChanging(true)} />
          </>
        )}
      </PageTitle>
      {failure && <FailureBanner failure={failure} />}
      {feed?.trouble && (
        <Banner tone="warn">
          <p class="banner-message">{feed.trouble.says}</p>
          <p class="small">
            Since {sinceWords(feed.trouble.sinceMs, Date.now())}. It is asked again by itself.
          </p>
        </Banner>
      )}
      {feed?.description && <p class="soft feed-description">{feed.description}</p>}
      {feed && (
        <div>
          <LinkButton
            look="main"
            icon="card"
            href={`/streams/new?${new URLSearchParams({ podcast: id, named: feed.title })}`}
          >
            Put it on a card
          </LinkButton>
        </div>
      )}
      {isGone && (
        <EmptyState
          icon="headphones"
          title="There is no such podcast"
          action={<LinkButton href="/library/podcasts">To the podcasts</LinkButton>}
        >
          Somebody may have left it.
        </EmptyState>
      )}
      {episodes === undefined && !failure && !isGone && (
        <Skeleton kind="row" count={5} label="Asking for episodes" />
      )}
      {feed !== undefined && episodes?.length === 0 && (
        <p class="soft">
          No episode is known yet. They appear here as soon as the podcast's server told them.
        </p>
      )}
      {episodes !== undefined && episodes.length > 0 && (
        <ul class="panel">
          {episodes.map((episode) => (
            <EpisodeRow key={episode.id} episode={episode} />
          ))}
        </ul>
      )}
      {episodeList.hasMore.value && (
        <Button busy={episodeList.busy.value} onClick={() => void episodeList.more()}>
          Show more
        </Button>
      )}
      {changing && feed && <ChangeSheet feed={feed} onClose={() => setChanging(false)} />}
    </div>
  );
}

function EpisodeRow({ episode }: { episode: Episode }) {
  const { id, feedId, title, publishedAtMs, seconds, state, audioId, note } = episode;
  const fetching = useSubmit(() => fetchEpisode(feedId, id));
  const day = new Date(publishedAtMs).toLocaleDateString(undefined, { dateStyle: "medium" });
  const playing = listening.value?.id === audioId && listening.value?.playing === true;
  return (
    <li class="episode-row">
      <div class="audio-row-words">
        <p class="audio-row-title">{title}</p>
        <p class="small soft numbers">{[day, seconds && clockOf(seconds)].filter(Boolean).join(" · ")}</p>
        {state === "failed" && (
          <p class="small feed-trouble" role="status">
            {note ?? "It could not be brought in."}
          </p>
        )}
        {fetching.failure && (
          <p class="small feed-trouble" role="alert">
            {fetching.failure.message}
          </p>
        )}
      </div>
      {state === "here" && audioId !== undefined ? (
        <IconButton
          icon={playing ? "pause" : "play"}
          look="plain"
          label={`${playing ? "Pause" : "Hear"} ${title}`}
          onClick={() => toggleListening(audioId, `/api/audio/${encodeURIComponent(audioId)}/file.mp3`)}
        />
      ) : state === "being-prepared" ? (
        <span class="small soft episode-coming" role="status">
          <span class="spinner" aria-hidden="true" /> On its way
        </span>
      ) : (
        <Button
          icon="upload"
          busy={fetching.busy}
          onClick={() => fetching.submit()}
          aria-label={`Bring in ${title}`}
        >
          {state === "failed" ? "Try again" : "Bring in"}
        </Button>
      )}
    </li>
  );
}

function ChangeSheet({ feed, onClose }: { feed: Feed; onClose: () => void }) {
  const { route } = useLocation();
  const [title, setTitle] = useState(feed.title);
  const [newest, setNewest] = useState(String(feed.fetchNewest));
  const saving = useSubmit(async () => {
    await changeFeed(feed.id, { title: title.trim(), fetchNewest: Number(newest) });
    onClose();
  });
  const own = newestChoices.some(({ value }) => value === String(feed.fetchNewest))
    ? newestChoices
    : [
        ...newestChoices,
        { value: String(feed.fetchNewest), name: `The ${feed.fetchNewest} newest episodes` },
      ];
  return (
    <Sheet title={feed.title} onClose={onClose}>
      <Form failure={saving.failure} onSubmit={saving.submit}>
        {saving.failure && <FailureBanner failure={saving.failure} />}
        <Field label="Title" field="title" value={title} maxLength={200} hint={feed.url} onInput={setTitle} />
        <ChoiceField label="Bring in by itself" value={newest} choices={own} onChange={setNewest} />
        <Button type="submit" icon="check" busy={saving.busy} disabled={title.trim() === ""}>
          Save
        </Button>
      </Form>
      <Button
        look="danger"
        icon="trash"
        onClick={() => {
          onClose();
          route("/library/podcasts");
          removeWithUndo(feed.id, feed.title, (leaving) => leaveFeed(feed.id, leaving));
        }}
      >
        Leave this podcast
      </Button>
      <p class="small soft">Episodes that you brought in stay in the library.</p>
    </Sheet>
  );
}
