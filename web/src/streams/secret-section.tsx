import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Stream, StreamUse } from "../../../src/http/schema/stream.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { removeWithUndo } from "../stores/removals.ts";
import { deleteStream, publishAgain, renewSecret } from "../stores/streams.ts";
import { showToast } from "../stores/toasts.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Switch } from "../ui/switch.tsx";
import { counted } from "../ui/words.ts";

type SecretSectionProps = {
  stream: Stream;
  cards: StreamUse["cards"];
  onRenewed: (stream: Stream) => void;
};

/** What cannot be taken back: a new secret, and the end of the stream. Both say first what falls silent. */
export function SecretSection({ stream, cards, onRenewed }: SecretSectionProps) {
  const [asking, setAsking] = useState<"renew" | "delete">();
  const close = () => setAsking(undefined);
  return (
    <div class="row">
      <Button icon="link" onClick={() => setAsking("renew")}>
        New addresses…
      </Button>
      <Button look="danger" icon="trash" onClick={() => setAsking("delete")}>
        Delete the stream…
      </Button>
      {asking === "renew" && (
        <RenewSheet stream={stream} cards={cards} onClose={close} onRenewed={onRenewed} />
      )}
      {asking === "delete" && <DeleteSheet stream={stream} cards={cards} onClose={close} />}
    </div>
  );
}

function RenewSheet({ stream, cards, onClose, onRenewed }: SecretSectionProps & { onClose: () => void }) {
  const [alsoCards, setAlsoCards] = useState(true);
  const { busy, failure, submit } = useSubmit(async () => {
    onRenewed(await renewSecret(stream.id));
    if (alsoCards) await publishAgain(cards);
    onClose();
    showToast({
      tone: "good",
      text:
        alsoCards && cards.length > 0
          ? `New addresses, and ${counted(cards.length, "card")} brought up to date`
          : "New addresses. The old ones are dead.",
    });
  });
  return (
    <Sheet title="New addresses?" onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <ul class="consequences">
          <li>The old addresses stop at once, for everybody who knows them.</li>
          {cards.length === 0 ? (
            <li>No card of yours carries them.</li>
          ) : (
            <li>
              {counted(cards.length, "card")} {cards.length === 1 ? "carries" : "carry"} them (
              {cards.map(({ title }) => `“${title}”`).join(", ")}) and {cards.length === 1 ? "falls" : "fall"}{" "}
              silent until Yoto has the new ones.
            </li>
          )}
          <li>Who copied an address elsewhere must copy it again.</li>
        </ul>
        {cards.length > 0 && (
          <Switch
            label="Bring the new addresses to these cards"
            hint="Players take them over the next time the card is put in."
            on={alsoCards}
            onChange={setAlsoCards}
          />
        )}
        {failure && <FailureBanner failure={failure} />}
        <div class="sheet-actions">
          <Button onClick={onClose}>Keep the old ones</Button>
          <Button type="submit" look="danger" icon="link" busy={busy}>
            New addresses
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

function DeleteSheet({
  stream,
  cards,
  onClose,
}: Pick<SecretSectionProps, "stream" | "cards"> & { onClose: () => void }) {
  const { route } = useLocation();
  return (
    <Sheet title={`Delete “${stream.title}”?`} onClose={onClose}>
      <ul class="consequences">
        {cards.map(({ id, title }) => (
          <li key={id}>The card “{title}” falls silent.</li>
        ))}
        <li>Its addresses stop at once.</li>
        <li>Your recordings stay in the library.</li>
      </ul>
      <div class="sheet-actions">
        <Button onClick={onClose}>Keep it</Button>
        <Button
          look="danger"
          icon="trash"
          onClick={() => {
            onClose();
            route("/streams");
            removeWithUndo(stream.id, stream.title, (leaving) => deleteStream(stream, leaving));
          }}
        >
          Delete
        </Button>
      </div>
    </Sheet>
  );
}
