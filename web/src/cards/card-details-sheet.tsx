import { useState } from "preact/hooks";
import type { CardChange } from "../../../src/http/schema/card.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Switch } from "../ui/switch.tsx";
import { categories } from "./card-categories.ts";

/** What can be said of a card besides its chapters. */
export type CardDetails = {
  readonly [Field in
    | "title"
    | "description"
    | "author"
    | "category"
    | "resume"
    | "shuffle"
    | "advance"
    | "onlineOnly"]: NonNullable<CardChange[Field]>;
};

const advances = [
  { value: "next", name: "The next one follows" },
  { value: "repeat", name: "It repeats" },
  { value: "none", name: "The player stops" },
] as const;

type Props = {
  details: CardDetails;
  /** The card streams: then no player keeps a copy anyway. */
  streams: boolean;
  doIt: string;
  save: (changed: Partial<CardDetails>) => Promise<void>;
  onClose: () => void;
};

/** Title, author, and how the card plays. */
export function CardDetailsSheet({ details: latest, streams, doIt, save, onClose }: Props) {
  // As they were when it opened: what others change meanwhile is theirs, and is not set back.
  const [details] = useState(latest);
  const [now, setNow] = useState(details);
  const change = (more: Partial<CardDetails>) => setNow({ ...now, ...more });
  const changed = Object.fromEntries(
    Object.entries(now).filter(([name, value]) => details[name as keyof CardDetails] !== value),
  ) as Partial<CardDetails>;
  const { busy, failure, submit } = useSubmit(async () => {
    await save(changed);
    onClose();
  });
  return (
    <Sheet title="Details of the card" onClose={onClose}>
      <Form failure={failure} onSubmit={submit}>
        <Field
          label="Title"
          field="title"
          value={now.title}
          maxLength={100}
          onInput={(title) => change({ title })}
        />
        <Field
          label="Author"
          field="author"
          value={now.author}
          maxLength={100}
          optional
          onInput={(author) => change({ author })}
        />
        <Field
          label="Description"
          field="description"
          value={now.description}
          maxLength={1000}
          optional
          onInput={(description) => change({ description })}
        />
        <ChoiceField
          label="Category"
          value={now.category}
          choices={categories}
          onChange={(value) => {
            const found = categories.find((each) => each.value === value);
            if (found) change({ category: found.value });
          }}
        />
        <ChoiceField
          label="After a chapter"
          value={now.advance}
          choices={advances}
          onChange={(value) => {
            const found = advances.find((each) => each.value === value);
            if (found) change({ advance: found.value });
          }}
        />
        <Switch
          label="Go on where it was stopped"
          hint="Otherwise it begins at the beginning each time."
          on={now.resume}
          onChange={(resume) => change({ resume })}
        />
        <Switch label="Mixed order" on={now.shuffle} onChange={(shuffle) => change({ shuffle })} />
        <Switch
          label="Only with Wi-Fi"
          hint={streams ? "A card that streams is so in any case." : "Players keep no copy."}
          on={now.onlineOnly || streams}
          disabled={streams}
          onChange={(onlineOnly) => change({ onlineOnly })}
        />
        {failure && <FailureBanner failure={failure} />}
        <div class="sheet-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="main"
            icon="check"
            busy={busy}
            disabled={now.title.trim() === "" || Object.keys(changed).length === 0}
          >
            {doIt}
          </Button>
        </div>
      </Form>
    </Sheet>
  );
}
