import { useState } from "preact/hooks";
import type { StoryPassage as Passage } from "../../../src/http/schema/story.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { PassageChoice } from "./choice-fields.tsx";

/** A choice that is being thought of: it is there once one knows where it leads. */
export function NewChoice(props: {
  passages: readonly Passage[];
  /** Without a label nobody could choose it. */
  isNeeded: boolean;
  onChoose: (label: string, to: string) => void;
  onNew: (label: string) => void;
  onCancel: () => void;
}) {
  const { passages, isNeeded, onChoose, onNew, onCancel } = props;
  const [label, setLabel] = useState("");
  const said = label.trim();
  return (
    <div class="story-choice">
      <Field
        label="What the child hears"
        value={label}
        optional={!isNeeded}
        autofocus
        maxLength={200}
        hint={isNeeded ? "For example: Go into the cave" : "Left empty, the story goes on by itself."}
        onInput={setLabel}
      />
      <PassageChoice
        label="Leads to"
        value=""
        passages={passages}
        onChoose={(to) => onChoose(said, to)}
        onNew={() => onNew(said)}
      />
      <div>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </div>
  );
}
