import { useEffect, useState } from "preact/hooks";
import type { Job } from "../../../src/http/schema/job.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { jobEnded } from "../stores/books.ts";
import { steerJob } from "../stores/card-work.ts";
import { makeCardOfStory } from "../stores/stories.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import type { WrittenStory } from "./use-story.ts";

/** Makes the card of a story, tells how far it is, and leads to it. */
export function StoryCard({ story }: { story: WrittenStory }) {
  const { id, cardId, jobId, isCardStale } = story.saved;
  const [ordered, setOrdered] = useState<string>();
  const [job, setJob] = useState<Job>();
  const [round, setRound] = useState(0);
  const followed = ordered ?? jobId;
  useEffect(() => {
    if (followed === undefined) return;
    const gone = new AbortController();
    // Without its job the story is still there to be made a card of.
    jobEnded(followed, setJob, gone.signal).then(
      () => story.look(),
      () => undefined,
    );
    return () => gone.abort();
  }, [followed, round]);
  const making = useSubmit(async () => {
    if ((await story.flush()) === undefined) return;
    setJob(undefined);
    setOrdered((await makeCardOfStory(id)).id);
  });
  const isGoing = job?.state === "waiting" || job?.state === "running";
  const steering = useSubmit(async () => {
    if (followed === undefined) return;
    if (!isGoing && (await story.flush()) === undefined) return;
    setJob(await steerJob(followed, isGoing ? "cancel" : "retry"));
    setRound(round + 1);
  });
  const wasInterrupted = job?.state === "failed" || job?.state === "cancelled";
  const isJustMade = job?.state === "done" && ordered !== undefined && cardId !== undefined && !isCardStale;
  const open = cardId !== undefined && (
    <LinkButton icon="card" href={`/cards/${encodeURIComponent(cardId)}`}>
      Open the card
    </LinkButton>
  );
  return (
    <section class="panel stack" aria-labelledby="story-card-title">
      <h2 id="story-card-title">The card</h2>
      {isGoing ? (
        <>
          <p role="status">{job.note ?? "Waiting for its turn"}</p>
          <progress class="book-progress" value={job.progress} max={1} aria-label="How far the card is" />
          <div class="sheet-actions">
            <Button icon="close" busy={steering.busy} onClick={() => steering.submit()}>
              Stop
            </Button>
          </div>
        </>
      ) : (
        <>
          {wasInterrupted && (
            <Banner
              tone="warn"
              actions={
                <Button busy={steering.busy} onClick={() => steering.submit()}>
                  {job.state === "failed" ? "Try again" : "Go on"}
                </Button>
              }
            >
              <p>{(job.state === "failed" && job.note) || "Stopped. What was spoken is kept."}</p>
            </Banner>
          )}
          {isJustMade && (
            <Banner tone="good">
              <p>The card is made. Open it to bring it to Yoto.</p>
            </Banner>
          )}
          {!isJustMade && (
            <p class="soft">
              {cardId === undefined
                ? "Each passage is read aloud, and becomes a chapter; the child chooses with the two buttons."
                : isCardStale
                  ? "The story has changed since its card was made, or a recording of it was deleted. Make it again: only what is missing is read anew, and it stays the same card."
                  : "The card is up to date."}
            </p>
          )}
          <div class="sheet-actions">
            {open}
            {!wasInterrupted && (
              <Button
                look={cardId === undefined || isCardStale ? "main" : "plain"}
                icon="check"
                busy={making.busy}
                onClick={() => making.submit()}
              >
                {cardId === undefined ? "Make the card" : "Make it again"}
              </Button>
            )}
          </div>
        </>
      )}
      {making.failure && <FailureBanner failure={making.failure} />}
      {steering.failure && <FailureBanner failure={steering.failure} />}
    </section>
  );
}
