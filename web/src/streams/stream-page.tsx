import { useMemo, useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import type { Stream } from "../../../src/http/schema/stream.ts";
import { WillItPlay } from "../checks/will-it-play.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { createResource } from "../stores/resource.ts";
import { readStream, usesOfStream } from "../stores/streams.ts";
import { showToast } from "../stores/toasts.ts";
import { useLive } from "../stores/use-live.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { EditionSection } from "./edition-section.tsx";
import { MailboxSection } from "./mailbox-section.tsx";
import { OnCardsSection } from "./on-cards-section.tsx";
import { SecretSection } from "./secret-section.tsx";
import { SlotsSection } from "./slots-section.tsx";
import { StreamEditor } from "./stream-editor.tsx";
import { kindIcon, kindName } from "./stream-kinds.ts";
import { WhatPlaysSection } from "./what-plays-section.tsx";
import "../cards/card-page.css";
import "../rules/rules-page.css";
import "../ui/segments.css";
import "./streams.css";

const gone = {
  icon: "stream",
  title: "There is no such stream",
  href: "/streams",
  goOn: "To the streams",
} as const;

/** One stream: what it does, what would play, who asked, which cards carry it. */
export function StreamPage() {
  const id = useRoute().params["id"] ?? "";
  const resource = useMemo(() => createResource(() => readStream(id)), [id]);
  const [changing, setChanging] = useState(false);
  useLive(resource, "streams");
  const stream = resource.value.value;
  const failure = resource.failure.value;
  return (
    <>
      <PageTitle back={{ path: "/streams", name: "Streams" }} title={stream?.title ?? "Stream"}>
        {stream && !changing && <WillItPlay path={`/api/streams/${encodeURIComponent(stream.id)}/check`} />}
        {stream?.rule.kind === "story" && (
          <LinkButton icon="pencil" href={`/stories/${encodeURIComponent(stream.rule.storyId)}`}>
            The story
          </LinkButton>
        )}
        {stream && stream.rule.kind !== "story" && !changing && (
          <Button icon="pencil" onClick={() => setChanging(true)}>
            Change
          </Button>
        )}
      </PageTitle>
      <ReadFailure failure={failure} again={resource.load} gone={gone} />
      {stream === undefined && !failure && <Skeleton kind="card" count={1} label="Asking for the stream" />}
      {stream && stream.rule.kind !== "story" && changing && (
        <StreamEditor
          stream={stream}
          rule={stream.rule}
          onCancel={() => setChanging(false)}
          onDone={(changed) => {
            resource.value.value = changed;
            setChanging(false);
            showToast({ tone: "good", text: "Saved. What plays now is heard to its end." });
          }}
        />
      )}
      {stream && !changing && (
        <StreamDetail stream={stream} onRenewed={(renewed) => (resource.value.value = renewed)} />
      )}
    </>
  );
}

function StreamDetail({ stream, onRenewed }: { stream: Stream; onRenewed: (stream: Stream) => void }) {
  const { id } = stream;
  const use = useMemo(() => createResource(() => usesOfStream(id)), [id]);
  useLive(use, "cards");
  const cards = use.value.value?.cards;
  const onCards = <OnCardsSection stream={stream} cards={cards} failure={use.failure.value} />;
  return (
    <div class="columns columns-wide-first">
      <section class="stream-says across" aria-label="What it does">
        <p class="small soft stream-kind">
          <Icon name={kindIcon(stream.rule)} /> {kindName(stream.rule)}
        </p>
        <p class="stream-sentence">{stream.ruleWords}</p>
      </section>
      <div class="column">
        {cards?.length === 0 && onCards}
        {stream.rule.kind === "mailbox" && <MailboxSection streamId={id} />}
        {stream.rule.kind === "today" && <EditionSection streamId={id} />}
        <WhatPlaysSection stream={stream} />
      </div>
      <div class="column">
        {cards?.length !== 0 && onCards}
        <SlotsSection stream={stream} />
        <SecretSection stream={stream} cards={cards ?? []} onRenewed={onRenewed} />
      </div>
    </div>
  );
}
