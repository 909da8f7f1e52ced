import { useEffect, useState } from "preact/hooks";
import type { CardsEdit } from "../../../src/http/schema/card-edit.ts";
import type { Job } from "../../../src/http/schema/job.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { jobEnded } from "../stores/books.ts";
import { readCardsEdit, undoCardsEdit } from "../stores/card-edits.ts";
import { steerJob } from "../stores/card-work.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { counted } from "../ui/words.ts";
import "../library/upload-list.css";
import "./several-cards.css";

type Props = { jobId: string; onDone: () => void; onClose: () => void };

/** An edit on its way: how far it is, what became of each card, and the way back. */
export function CardsEditRun({ jobId, onDone, onClose }: Props) {
  const [shownId, setShownId] = useState(jobId);
  const [job, setJob] = useState<Job>();
  const [edit, setEdit] = useState<CardsEdit>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    const gone = new AbortController();
    setEdit(undefined);
    jobEnded(shownId, setJob, gone.signal)
      .then(async () => {
        setEdit(await readCardsEdit(shownId));
        onDone();
      })
      .catch((thrown: unknown) => {
        if (!gone.signal.aborted) setFailure(thrown);
      });
    return () => gone.abort();
  }, [shownId]);
  const undo = useSubmit(async () => setShownId((await undoCardsEdit(jobId)).id));
  if (failure !== undefined) return <FailureBanner failure={failure} />;
  if (edit === undefined)
    return (
      <div class="stack" role="status">
        <progress class="upload-bar" value={job?.progress ?? 0} max={1} aria-label="How far it is" />
        <p class="small soft">{job?.note ?? "It begins in a moment …"}</p>
        <div class="sheet-actions">
          <Button onClick={() => void steerJob(shownId, "cancel")}>Stop</Button>
        </div>
      </div>
    );
  const failed = edit.cards.filter(({ is }) => is === "failed");
  const changed = edit.cards.filter(({ is }) => is === "changed");
  const back = shownId !== jobId;
  return (
    <div class="stack">
      <Banner tone={failed.length > 0 ? "warn" : "good"}>
        <p class="banner-message">
          {counted(changed.length, "card")} {back ? "as before" : "changed"}
          {failed.length > 0 && `, ${failed.length} not`}.
        </p>
        {edit.job.state !== "done" && (
          <p class="small">{edit.job.note ?? "It was stopped before its end."}</p>
        )}
        {!back && changed.length > 0 && <p class="small">Players have it when a card is put in again.</p>}
      </Banner>
      {failed.length > 0 && (
        <ul class="several-told">
          {failed.map(({ card, title, problem }) => (
            <li key={card}>
              <h3>{title}</h3>
              <p class="several-problem">{problem}</p>
            </li>
          ))}
        </ul>
      )}
      {undo.failure && <FailureBanner failure={undo.failure} />}
      <div class="sheet-actions">
        {edit.undo === "possible" && (
          <Button icon="undo" busy={undo.busy} onClick={undo.submit}>
            Take it all back
          </Button>
        )}
        <Button look="main" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
