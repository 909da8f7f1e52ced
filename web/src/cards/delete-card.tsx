import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Card } from "../../../src/http/schema/card.ts";
import { deleteCard } from "../stores/cards.ts";
import { removeWithUndo } from "../stores/removals.ts";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";

/** Deletes a card after saying what happens; there is a moment to undo it. */
export function DeleteCard({ card }: { card: Card }) {
  const { route } = useLocation();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <div>
      <Button look="danger" icon="trash" onClick={() => setAsking(true)}>
        Delete the card…
      </Button>
      {asking && (
        <Sheet title={`Delete “${card.title}”?`} onClose={close}>
          <ul class="consequences">
            {card.published && <li>It goes away at Yoto, and from every player of the family.</li>}
            <li>A physical card that was linked to it becomes blank again.</li>
            <li>Your recordings stay in the library.</li>
          </ul>
          <div class="sheet-actions">
            <Button onClick={close}>Keep it</Button>
            <Button
              look="danger"
              icon="trash"
              onClick={() => {
                close();
                route("/cards");
                removeWithUndo(card.id, card.title, (leaving) => deleteCard(card, leaving));
              }}
            >
              Delete
            </Button>
          </div>
        </Sheet>
      )}
    </div>
  );
}
