import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Stream, StreamUse } from "../../../src/http/schema/stream.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { makeCard } from "../stores/cards.ts";
import { showToast } from "../stores/toasts.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { counted } from "../ui/words.ts";

type OnCardsSectionProps = {
  stream: Stream;
  /** `undefined` until they are known. */
  cards: StreamUse["cards"] | undefined;
  failure: unknown;
};

/** The cards that play the stream, and a way to make one. */
export function OnCardsSection({ stream, cards, failure }: OnCardsSectionProps) {
  const [making, setMaking] = useState(false);
  return (
    <section class="panel stack-close" aria-labelledby="on-cards">
      <h2 id="on-cards">On cards</h2>
      {failure !== undefined && <FailureBanner failure={failure} />}
      {cards?.length === 0 && <p class="soft">No card plays it yet.</p>}
      {cards !== undefined && cards.length > 0 && (
        <ul class="stream-cards">
          {cards.map(({ id, title }) => (
            <li key={id}>
              <a href={`/cards/${encodeURIComponent(id)}`}>
                <Icon name="card" /> {title}
              </a>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button look={cards?.length === 0 ? "main" : "plain"} icon="card" onClick={() => setMaking(true)}>
          Make a card of it
        </Button>
      </div>
      {making && <CardOfStreamSheet stream={stream} onClose={() => setMaking(false)} />}
    </section>
  );
}

function CardOfStreamSheet({ stream, onClose }: { stream: Stream; onClose: () => void }) {
  const { route } = useLocation();
  const [title, setTitle] = useState(stream.title);
  const { busy, failure, submit } = useSubmit(async () => {
    const card = await makeCard({ title: title.trim(), streamId: stream.id });
    onClose();
    showToast({ tone: "good", text: `“${card.title}” is a card now` });
    route(`/cards/${encodeURIComponent(card.id)}`);
  });
  return (
    <Sheet title="Make a card" onClose={onClose}>
      <Form failure={failure} onSubmit={submit}>
        <p class="soft">
          {counted(stream.slots.length, "chapter")}. The card keeps its addresses; what they play is decided
          here, each time.
        </p>
        <Field label="Title" field="title" value={title} maxLength={100} onInput={setTitle} />
        {failure && <FailureBanner failure={failure} />}
        <div class="sheet-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="main" icon="card" busy={busy} disabled={title.trim() === ""}>
            Make the card
          </Button>
        </div>
      </Form>
    </Sheet>
  );
}
