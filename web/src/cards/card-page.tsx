import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { Card, CardState, ChapterWish } from "../../../src/http/schema/card.ts";
import type { Job } from "../../../src/http/schema/job.ts";
import { onLive } from "../api/live.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { CardLooks } from "../pictures/card-looks.tsx";
import { PageTitle } from "../shell/page-title.tsx";
import { changeCard, duplicateCard, readCardState } from "../stores/card-work.ts";
import { readCard } from "../stores/cards.ts";
import { createResource, type Resource } from "../stores/resource.ts";
import { showToast } from "../stores/toasts.ts";
import { useLive } from "../stores/use-live.ts";
import { familyName, needYotoAccounts, yotoAccounts } from "../stores/yoto-accounts.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { Cover } from "../ui/cover.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { counted } from "../ui/words.ts";
import { CardChapters } from "./card-chapters.tsx";
import { CardDetailsSheet } from "./card-details-sheet.tsx";
import { ChaptersEditor } from "./chapters-editor.tsx";
import { DeleteCard } from "./delete-card.tsx";
import { FromStory, useStoryOf } from "./from-story.tsx";
import { OntoBlankCard } from "./onto-blank-card.tsx";
import { PendingChanges } from "./pending-changes.tsx";
import { PlayOn } from "./play-on.tsx";
import { WhereItPlays } from "./where-it-plays.tsx";
import "./card-page.css";

const gone = {
  icon: "card",
  title: "There is no such card",
  href: "/cards",
  goOn: "To the cards",
} as const;

/** One card: its picture, where it can be played, its chapters with their addresses. */
export function CardPage() {
  const id = useRoute().params["id"] ?? "";
  const resource = useMemo(() => createResource(() => readCard(id)), [id]);
  useEffect(needYotoAccounts, []);
  useLive(resource, "cards");
  const card = resource.value.value;
  const failure = resource.failure.value;
  return (
    <>
      <PageTitle back={{ path: "/cards", name: "Cards" }} title={card?.title ?? "Card"} />
      <ReadFailure failure={failure} again={resource.load} gone={gone} />
      {card === undefined && !failure && <Skeleton kind="card" count={1} label="Asking for the card" />}
      {card && <CardDetail card={card} />}
    </>
  );
}

function CardDetail({ card }: { card: Card }) {
  const { route } = useLocation();
  const { published } = card;
  const [editsDetails, setEditsDetails] = useState(false);
  /** The card as it was when somebody began to edit its chapters. */
  const [edited, setEdited] = useState<Card>();
  const state = useMemo(() => createResource(() => readCardState(card.id)), [card.id]);
  useEffect(() => void state.load(), [state, card.changedAtMs, card.playsFrom, card.published?.atMs]);
  useEffect(() => onLive("hello", state.refresh), [state]);
  const job = useBakeJob(state);
  const story = useStoryOf(card);
  const copy = useSubmit(async () => {
    const made = await duplicateCard(card.id);
    showToast({ tone: "good", text: "This is the copy; it is only here so far" });
    route(`/cards/${made.id}`);
  });
  return (
    <div class="card-page">
      <div class="card-face">
        <div class="card-page-cover">
          <Cover title={card.title} url={card.coverUrl} />
        </div>
        <div class="stack-close">
          {card.author && <p>By {card.author}</p>}
          {card.description && <p>{card.description}</p>}
          <p class="small soft">
            {counted(card.chapters.length, "chapter")}
            {published && ` · ${familyName(published.accountId)}`}
          </p>
        </div>
        {story && <FromStory story={story} />}
        {published && <PlayOn card={card} />}
        {published && <OntoBlankCard card={card} />}
        <div class="card-more">
          <Button icon="pencil" aria-haspopup="dialog" onClick={() => setEditsDetails(true)}>
            Details…
          </Button>
          <CardLooks card={card} />
        </div>
      </div>
      <div class="stack">
        <PendingChanges card={card} />
        {edited ? (
          <ChaptersEditor
            canAdd
            accountId={published?.accountId ?? yotoAccounts.value?.[0]?.id}
            chapters={edited.chapters.map(({ key, title }) => ({ id: key, title, wish: { key } }))}
            save={async (chapters, overAnothers) => {
              await changeCard(card.id, {
                chapters: chapters.map(({ title, wish }) => ({
                  ...wish,
                  title: title.trim(),
                })) as ChapterWish[],
                ...(overAnothers ? {} : { ifChangedAtMs: lastSeen(card, edited).changedAtMs }),
              });
            }}
            onClose={() => setEdited(undefined)}
          />
        ) : (
          <CardChapters card={card} {...(story ? {} : { onEdit: () => setEdited(card) })} />
        )}
        <WhereItPlays card={card} state={state} job={job} />
        <div class="card-more">
          <LinkButton icon="undo" href={`/cards/${card.id}/versions`}>
            Earlier versions
          </LinkButton>
          <Button icon="copy" busy={copy.busy} onClick={copy.submit}>
            Copy it
          </Button>
          <DeleteCard card={card} />
        </div>
        {copy.failure && <FailureBanner failure={copy.failure} />}
      </div>
      {editsDetails && (
        <CardDetailsSheet
          details={{
            title: card.title,
            description: card.description ?? "",
            author: card.author ?? "",
            category: card.category ?? "stories",
            resume: card.resume,
            shuffle: card.shuffle,
            advance: card.advance,
            onlineOnly: card.onlineOnly,
          }}
          streams={card.playsFrom !== "yoto"}
          doIt="Save"
          save={async (changed) => void (await changeCard(card.id, changed))}
          onClose={() => setEditsDetails(false)}
        />
      )}
    </div>
  );
}

/** The newest card whose chapters are those that somebody edits; other changes meanwhile are none of theirs. */
function lastSeen(now: Card, edited: Card): Card {
  const listed = ({ chapters }: Card) => JSON.stringify(chapters.map(({ key, title }) => [key, title]));
  return listed(now) === listed(edited) ? now : edited;
}

/** The job that brings the card to Yoto, as it goes on. */
function useBakeJob(state: Resource<CardState>): Job | undefined {
  const asked = state.value.value?.job;
  const [live, setLive] = useState<Job>();
  useEffect(
    () =>
      onLive("job", ({ job }) => {
        if (job.id !== asked?.id) return;
        setLive(job);
        if (job.state !== "waiting" && job.state !== "running") void state.load();
      }),
    [asked?.id, state],
  );
  return live !== undefined && live.id === asked?.id && live.changedAtMs >= asked.changedAtMs ? live : asked;
}
