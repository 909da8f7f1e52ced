import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Feed } from "../../../src/http/schema/feed.ts";
import { LibraryParts } from "../library/library-parts.tsx";
import { useSubmit } from "../pages/use-submit.ts";
import { PageTitle } from "../shell/page-title.tsx";
import { feedList, followFeed } from "../stores/feeds.ts";
import { removing } from "../stores/removals.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { counted } from "../ui/words.ts";
import { newestChoices } from "./newest-choices.ts";
import "./podcasts.css";

/** The podcasts that the family follows. */
export function PodcastsPage() {
  feedList.need();
  const [following, setFollowing] = useState(false);
  const feeds = feedList.value.value?.filter(({ id }) => !removing.value.has(id));
  const button = (
    <Button look="main" icon="plus" onClick={() => setFollowing(true)}>
      Follow a podcast
    </Button>
  );
  return (
    <div class="stack">
      <PageTitle title="Podcasts" parts={<LibraryParts here="/library/podcasts" />}>
        {feeds !== undefined && feeds.length > 0 && button}
      </PageTitle>
      <ReadFailure failure={feedList.failure.value} again={feedList.load} />
      {feeds === undefined && !feedList.failure.value && (
        <Skeleton kind="row" count={3} label="Asking for the podcasts" />
      )}
      {feeds?.length === 0 && (
        <EmptyState icon="headphones" title="Follow your first podcast" action={button}>
          New episodes come into the library by themselves or when you want them, and from there onto cards.
        </EmptyState>
      )}
      {feeds !== undefined && feeds.length > 0 && (
        <ul class="panel feed-list">
          {feeds.map((feed) => (
            <li key={feed.id}>
              <FeedLink feed={feed} />
            </li>
          ))}
        </ul>
      )}
      {following && <FollowSheet onClose={() => setFollowing(false)} />}
    </div>
  );
}

function FeedLink({ feed }: { feed: Feed }) {
  return (
    <a class="feed-link" href={`/library/podcasts/${encodeURIComponent(feed.id)}`}>
      <span class="feed-words">
        <span class="feed-title">{feed.title}</span>
        <span class="small soft one-line">
          {[feed.author, counted(feed.episodes, "episode")].filter(Boolean).join(" · ")}
        </span>
        {feed.trouble && (
          <span class="small feed-trouble">
            <Icon name="warning" /> {feed.trouble.says}
          </span>
        )}
      </span>
    </a>
  );
}

function FollowSheet({ onClose }: { onClose: () => void }) {
  const { route } = useLocation();
  const [url, setUrl] = useState("");
  const [newest, setNewest] = useState("3");
  const following = useSubmit(async () => {
    const typed = url.trim();
    const address = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
    const feed = await followFeed({ url: address, fetchNewest: Number(newest) });
    onClose();
    route(`/library/podcasts/${encodeURIComponent(feed.id)}`);
  });
  return (
    <Sheet title="Follow a podcast" onClose={onClose}>
      <Form failure={following.failure} onSubmit={following.submit}>
        {following.failure && <FailureBanner failure={following.failure} />}
        <Field
          label="Address of the podcast"
          field="url"
          value={url}
          plain
          maxLength={2000}
          hint="Its feed (RSS), or its web page if that names the feed."
          onInput={setUrl}
        />
        <ChoiceField label="Bring in by itself" value={newest} choices={newestChoices} onChange={setNewest} />
        <Button type="submit" look="main" icon="check" busy={following.busy} disabled={url.trim() === ""}>
          Follow it
        </Button>
      </Form>
    </Sheet>
  );
}
