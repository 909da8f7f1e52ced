import { useEffect, useState } from "preact/hooks";
import type { AudioItem } from "../../../src/http/schema/audio.ts";
import type { Book } from "../../../src/http/schema/book.ts";
import type { Job } from "../../../src/http/schema/job.ts";
import { MakeCardSheet } from "../cards/make-card-sheet.tsx";
import { useSubmit } from "../pages/use-submit.ts";
import { readAudio } from "../stores/audio.ts";
import { jobEnded } from "../stores/books.ts";
import { steerJob } from "../stores/card-work.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { counted } from "../ui/words.ts";

type BookJobProps = { book: Book; jobId: string; onChange: () => void };

/** How far the speaking is, what stopped it, and the card that can be made of it. */
export function BookJob({ book, jobId, onChange }: BookJobProps) {
  const [job, setJob] = useState<Job>();
  const [round, setRound] = useState(0);
  const [making, setMaking] = useState<readonly AudioItem[]>();
  useEffect(() => {
    const gone = new AbortController();
    let note: string | undefined;
    const heard = (now: Job) => {
      setJob(now);
      // Another chapter is done: the list says so.
      if (note !== undefined && now.note !== note) onChange();
      note = now.note ?? "";
    };
    // Without its job the book is still there to be spoken.
    jobEnded(jobId, heard, gone.signal).then(onChange, () => undefined);
    return () => gone.abort();
  }, [jobId, round]);
  const steering = useSubmit(async () => {
    const isGoing = job?.state === "waiting" || job?.state === "running";
    setJob(await steerJob(jobId, isGoing ? "cancel" : "retry"));
    setRound(round + 1);
  });
  const opening = useSubmit(async () => {
    const spoken = book.chapters.flatMap(({ audioId }) => audioId ?? []);
    setMaking(await readAudio(spoken));
  });
  if (job === undefined) return null;
  const spoken = book.chapters.filter(({ audioId }) => audioId !== undefined).length;
  const card = spoken > 0 && (
    <Button look="main" icon="card" busy={opening.busy} onClick={() => opening.submit()}>
      Make a card of it
    </Button>
  );
  return (
    <>
      {(job.state === "waiting" || job.state === "running") && (
        <section class="panel make-part stack" aria-label="Being spoken">
          <p role="status">{job.note ?? "Waiting for its turn"}</p>
          <progress class="book-progress" value={job.progress} max={1} aria-label="How far it is spoken" />
          <div class="sheet-actions">
            <Button icon="close" busy={steering.busy} onClick={() => steering.submit()}>
              Stop
            </Button>
          </div>
        </section>
      )}
      {job.state === "done" && spoken > 0 && (
        <Banner tone="good" actions={card}>
          <p>{counted(spoken, "chapter")} can be heard in the library.</p>
        </Banner>
      )}
      {(job.state === "failed" || job.state === "cancelled") && (
        <Banner
          tone="warn"
          actions={
            <>
              <Button busy={steering.busy} onClick={() => steering.submit()}>
                {job.state === "failed" ? "Try again" : "Go on"}
              </Button>
              {card}
            </>
          }
        >
          <p>{job.note ?? "Stopped. The chapters that were done are in the library."}</p>
        </Banner>
      )}
      {steering.failure && <FailureBanner failure={steering.failure} />}
      {making && <MakeCardSheet audio={making} named={book.title} onClose={() => setMaking(undefined)} />}
    </>
  );
}
