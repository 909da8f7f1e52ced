import { useState } from "preact/hooks";
import type { CardGroup, FamilyCard } from "../../../src/http/schema/family-card.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { useDragOrder } from "../streams/use-drag-order.ts";
import "../streams/streams.css";
import { FailureBanner } from "../ui/banner.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { Sheet } from "../ui/sheet.tsx";

type Props = {
  group: CardGroup | undefined;
  cards: readonly FamilyCard[];
  save: (group: { id?: string; name: string; cards: readonly string[] }) => Promise<void>;
  onClose: () => void;
};

/** A group: its name, its cards and their order. */
export function GroupSheet({ group, cards, save, onClose }: Props) {
  const [name, setName] = useState(group?.name ?? "");
  const [chosen, setChosen] = useState<readonly string[]>(group?.cards ?? []);
  const { busy, failure, submit } = useSubmit(async () => {
    await save({ ...(group && { id: group.id }), name: name.trim(), cards: chosen });
    onClose();
  });
  const move = (from: number, to: number) => {
    const after = [...chosen];
    const [moved] = after.splice(from, 1);
    if (moved !== undefined) after.splice(to, 0, moved);
    setChosen(after);
  };
  const { dragged, handle } = useDragOrder(move);
  const titleOf = (id: string) => cards.find(({ yotoCardId }) => yotoCardId === id)?.title ?? `card ${id}`;
  const others = cards.filter(({ yotoCardId }) => !chosen.includes(yotoCardId));
  return (
    <Sheet title={group === undefined ? "New group" : "Change the group"} onClose={onClose}>
      <Form failure={failure} onSubmit={submit}>
        <Field label="Name" field="name" value={name} maxLength={100} onInput={setName} />
        <ol class="pieces">
          {chosen.map((id, place) => (
            <li key={id} class={dragged === place ? "piece piece-dragged" : "piece"} data-place={place}>
              <span class="piece-handle numbers" title="Pull to another place" {...handle(place)}>
                <Icon name="grip" />
                {place + 1}
              </span>
              <span class="one-line">{titleOf(id)}</span>
              <span class="piece-buttons">
                <IconButton
                  icon="up"
                  label={`Move ${titleOf(id)} up`}
                  disabled={place === 0}
                  onClick={() => move(place, place - 1)}
                />
                <IconButton
                  icon="down"
                  label={`Move ${titleOf(id)} down`}
                  disabled={place === chosen.length - 1}
                  onClick={() => move(place, place + 1)}
                />
                <IconButton
                  icon="close"
                  label={`Leave ${titleOf(id)} out`}
                  onClick={() => setChosen(chosen.filter((each) => each !== id))}
                />
              </span>
            </li>
          ))}
        </ol>
        {others.length > 0 && (
          <fieldset class="pieces-field">
            <legend>Cards to add</legend>
            <ul class="choices">
              {others.map(({ yotoCardId, title }) => (
                <li key={yotoCardId} class="choice-row version-row">
                  <span class="one-line">{title}</span>
                  <Button icon="plus" onClick={() => setChosen([...chosen, yotoCardId])}>
                    Add<span class="unseen"> {title}</span>
                  </Button>
                </li>
              ))}
            </ul>
          </fieldset>
        )}
        {failure && <FailureBanner failure={failure} />}
        <div class="sheet-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="main" icon="check" busy={busy} disabled={name.trim() === ""}>
            {group === undefined ? "Make the group" : "Save"}
          </Button>
        </div>
      </Form>
    </Sheet>
  );
}
