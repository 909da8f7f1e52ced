import { useState } from "preact/hooks";
import type { FamilyCard } from "../../../src/http/schema/family-card.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { bakeCard, streamCard } from "../stores/card-work.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { counted } from "../ui/words.ts";
import "./several-cards.css";

type Told = { readonly card: FamilyCard; readonly words: string; readonly failed: boolean };

/** Brings several cards to Yoto for a trip, or lets them stream from here again. */
export function TripSheet({ cards, onClose }: { cards: readonly FamilyCard[]; onClose: () => void }) {
  const ours = cards.filter(({ cardId }) => cardId !== undefined);
  const others = cards.length - ours.length;
  const [told, setTold] = useState<readonly Told[]>();
  const each = async (act: (id: string) => Promise<unknown>, words: string) => {
    const all: Told[] = [];
    for (const card of ours)
      try {
        await act(card.cardId ?? "");
        all.push({ card, words, failed: false });
      } catch (thrown) {
        all.push({ card, words: ApiFailure.of(thrown).message, failed: true });
      }
    setTold(all);
  };
  const bake = useSubmit(() => each(bakeCard, "On its way; its page shows how far it is."));
  const stream = useSubmit(() => each(streamCard, "Plays from this server."));
  return (
    <Sheet title="For a trip" onClose={onClose}>
      <div class="stack" aria-busy={bake.busy || stream.busy}>
        {told === undefined ? (
          <p>
            Yoto keeps the sound of {counted(ours.length, "card")}, players take a copy along, and they play
            without this server. Afterwards they stream from here again; their ids, icons and places stay.
          </p>
        ) : (
          <ul class="several-told">
            {told.map(({ card, words, failed }) => (
              <li key={card.yotoCardId}>
                <h3>{card.title}</h3>
                <p class={failed ? "several-problem" : "small soft"}>{words}</p>
              </li>
            ))}
          </ul>
        )}
        {others > 0 && told === undefined && (
          <Banner tone="calm">
            <p>{counted(others, "card")} made elsewhere: Yoto has the sound already.</p>
          </Banner>
        )}
        <div class="sheet-actions">
          <Button icon="undo" busy={stream.busy} disabled={ours.length === 0} onClick={stream.submit}>
            {told === undefined ? "Stream from here" : "Back: stream from here"}
          </Button>
          {told === undefined ? (
            <Button
              look="main"
              icon="upload"
              busy={bake.busy}
              disabled={ours.length === 0}
              onClick={bake.submit}
            >
              Bring to Yoto
            </Button>
          ) : (
            <Button look="main" onClick={onClose}>
              Done
            </Button>
          )}
        </div>
      </div>
    </Sheet>
  );
}
