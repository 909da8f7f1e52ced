import { useState } from "preact/hooks";
import type { Card } from "../../../src/http/schema/card.ts";
import { CheckBefore } from "../checks/check-before.tsx";
import { useSubmit } from "../pages/use-submit.ts";
import { discardCard, previewCard, publishCard } from "../stores/card-work.ts";
import { showToast } from "../stores/toasts.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ChangesSheet } from "./changes-sheet.tsx";

/** Says that the card here is not yet as players have it, and brings it to them. */
export function PendingChanges({ card }: { card: Card }) {
  const [looking, setLooking] = useState(false);
  const discard = useSubmit(async () => {
    await discardCard(card.id);
    showToast({ tone: "good", text: "Back to how players have it" });
  });
  const isNew = card.published === undefined;
  if (!isNew && !card.pending) return null;
  return (
    <>
      <Banner
        tone="warn"
        icon="pencil"
        actions={
          <>
            {!isNew && (
              <Button busy={discard.busy} onClick={discard.submit}>
                Take back
              </Button>
            )}
            <Button look="main" onClick={() => setLooking(true)} aria-haspopup="dialog">
              {isNew ? "Bring it to Yoto…" : "Write to the card…"}
            </Button>
          </>
        }
      >
        <p class="banner-message">
          {isNew
            ? "Only here so far: no player can play it yet."
            : "Changed here; players play it as it was."}
        </p>
      </Banner>
      {discard.failure && <FailureBanner failure={discard.failure} />}
      {looking && (
        <ChangesSheet
          title={isNew ? "Bring it to Yoto?" : "What changes on the card"}
          doIt={isNew ? "Bring it there" : "Write to the card"}
          look={() => previewCard(card.id)}
          write={async ({ updatedAt }) => {
            await publishCard(card.id, updatedAt);
            showToast({ tone: "good", text: `Players have “${card.title}” as it is here` });
          }}
          onClose={() => setLooking(false)}
        >
          <CheckBefore cardId={card.id} />
          {!isNew && <p class="small soft">What stands there now is kept under “Earlier versions”.</p>}
        </ChangesSheet>
      )}
    </>
  );
}
