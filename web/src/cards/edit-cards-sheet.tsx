import { useState } from "preact/hooks";
import type { BulkEdit, CardsEditPreview } from "../../../src/http/schema/card-edit.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { editCards, previewCardsEdit } from "../stores/card-edits.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { counted } from "../ui/words.ts";
import { CardsEditRun } from "./cards-edit-run.tsx";
import { EditCardsFields } from "./edit-cards-fields.tsx";
import { type EditDraft, editOfDraft, noEdit } from "./edit-draft.ts";
import "./card-page.css";
import "./several-cards.css";

type Props = {
  /** Our ids or Yoto's. */
  cards: readonly string[];
  onClose: () => void;
  onDone: () => void;
};

/** What to change on several cards, what that means for each, and how it went. */
export function EditCardsSheet({ cards, onClose, onDone }: Props) {
  const [draft, setDraft] = useState<EditDraft>(noEdit);
  const [seen, setSeen] = useState<CardsEditPreview>();
  const [jobId, setJobId] = useState<string>();
  const edit = editOfDraft(draft);
  const look = useSubmit(async () => {
    if (edit !== undefined) setSeen(await previewCardsEdit(cards, edit));
  });
  const what = counted(cards.length, "card");
  if (jobId !== undefined)
    return (
      <Sheet title={`Changing ${what}`} onClose={onClose}>
        <CardsEditRun jobId={jobId} onDone={onDone} onClose={onClose} />
      </Sheet>
    );
  if (seen !== undefined && edit !== undefined)
    return (
      <Sheet title="What changes" onClose={onClose}>
        <Preview seen={seen} edit={edit} onBack={() => setSeen(undefined)} onOrdered={setJobId} />
      </Sheet>
    );
  return (
    <Sheet title={`Change ${what}`} onClose={onClose}>
      <form class="stack" onSubmit={look.submit}>
        <EditCardsFields draft={draft} onChange={setDraft} />
        {look.failure && <FailureBanner failure={look.failure} />}
        <div class="sheet-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="main" icon="search" busy={look.busy} disabled={edit === undefined}>
            Look what changes
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

type PreviewProps = {
  seen: CardsEditPreview;
  edit: BulkEdit;
  onBack: () => void;
  onOrdered: (jobId: string) => void;
};

function Preview({ seen, edit, onBack, onOrdered }: PreviewProps) {
  const changing = seen.cards.filter(({ problem, changes }) => problem === undefined && changes.length > 0);
  const order = useSubmit(async () => {
    // All of them, so that their numbers are those that were shown.
    const job = await editCards(
      seen.cards.map(({ card }) => card),
      edit,
    );
    onOrdered(job.id);
  });
  return (
    <div class="stack" aria-busy={order.busy}>
      <ul class="several-told">
        {seen.cards.map(({ card, title, changes, problem }) => (
          <li key={card}>
            <h3>{title}</h3>
            {problem !== undefined && <p class="several-problem">{problem}</p>}
            {problem === undefined && changes.length === 0 && <p class="small soft">Stays as it is.</p>}
            {changes.length > 0 && (
              <ul class="consequences">
                {changes.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {order.failure && <FailureBanner failure={order.failure} />}
      <div class="sheet-actions">
        <Button onClick={onBack}>Back</Button>
        <Button
          look="main"
          icon="check"
          busy={order.busy}
          disabled={changing.length === 0}
          onClick={order.submit}
        >
          {changing.length === 0 ? "Nothing changes" : `Write ${counted(changing.length, "card")}`}
        </Button>
      </div>
    </div>
  );
}
