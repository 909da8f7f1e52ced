import { useEffect } from "preact/hooks";
import type { Stream } from "../../../src/http/schema/stream.ts";
import { CardsParts } from "../cards/cards-parts.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { removing } from "../stores/removals.ts";
import { streamList } from "../stores/streams.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Icon } from "../ui/icon.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { counted } from "../ui/words.ts";
import { kindIcon } from "./stream-kinds.ts";
import "./streams.css";

/** All streams, each with what it does in a sentence. */
export function StreamsPage() {
  useEffect(streamList.need, []);
  const shown = streamList.items.value?.filter(({ id }) => !removing.value.has(id));
  const failure = streamList.failure.value;
  const add = (
    <LinkButton look="main" icon="plus" href="/streams/new">
      New stream
    </LinkButton>
  );
  return (
    <>
      <PageTitle title="Streams" parts={<CardsParts here="/streams" />}>
        {shown !== undefined && shown.length > 0 && add}
      </PageTitle>
      <ReadFailure failure={failure} again={streamList.reload} />
      {shown === undefined && !failure && <Skeleton kind="row" count={4} label="Asking for the streams" />}
      {shown?.length === 0 && (
        <EmptyState icon="stream" title="Decide what a card plays" action={add}>
          A stream chooses when the card is put in: the next story, a chapter a day, something calm at night.
          The card stays the same.
        </EmptyState>
      )}
      {shown !== undefined && shown.length > 0 && (
        <ul class="stream-list">
          {shown.map((stream) => (
            <li key={stream.id}>
              <StreamRow stream={stream} />
            </li>
          ))}
        </ul>
      )}
      {streamList.hasMore.value && (
        <Button busy={streamList.busy.value} onClick={() => void streamList.more()}>
          Show more
        </Button>
      )}
    </>
  );
}

function StreamRow({ stream }: { stream: Stream }) {
  return (
    <a class="panel stream-row" href={`/streams/${encodeURIComponent(stream.id)}`}>
      <span class="stream-picture">
        <Icon name={kindIcon(stream.rule)} />
      </span>
      <span class="stream-words">
        <span class="stream-title">{stream.title}</span>
        <span class="small soft">{stream.ruleWords}</span>
        {stream.slots.length > 1 && <span class="small soft">{counted(stream.slots.length, "chapter")}</span>}
      </span>
    </a>
  );
}
