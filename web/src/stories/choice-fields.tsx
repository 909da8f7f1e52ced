import { useRef, useState } from "preact/hooks";
import type { StoryChoice as Choice, StoryPassage as Passage } from "../../../src/http/schema/story.ts";
import { IconButton } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { changeThings, thingsIn, thingsOf } from "./story-edit.ts";

type ChoiceFieldsProps = {
  choice: Choice;
  /** What it is called. */
  name: string;
  /** Which one it is, from 0, of how many. */
  at: number;
  of: number;
  passages: readonly Passage[];
  hrefOf: (name: string) => string;
  onChange: (choice: Choice, field?: string) => void;
  /** Leads to a passage that does not exist yet. */
  onNew: () => void;
  onMove: (to: number) => void;
  onRemove: () => void;
};

const newOne = "\u0000new";
const longestLabel = 200;

/** One way out of a passage: what the child hears, where it leads, and what it takes or gives. */
export function ChoiceFields(props: ChoiceFieldsProps) {
  const { choice, name, at, of, passages, hrefOf, onChange, onNew, onMove, onRemove } = props;
  return (
    <li class="story-choice" aria-label={name}>
      <div class="story-choice-head">
        <h3>{name}</h3>
        <span class="story-choice-buttons">
          {of > 1 && (
            <IconButton
              icon="up"
              label={`Move ${name} up`}
              disabled={at === 0}
              onClick={() => onMove(at - 1)}
            />
          )}
          {of > 1 && (
            <IconButton
              icon="down"
              label={`Move ${name} down`}
              disabled={at === of - 1}
              onClick={() => onMove(at + 1)}
            />
          )}
          <IconButton icon="close" label={`Remove ${name}`} onClick={onRemove} />
        </span>
      </div>
      <Field
        label="What the child hears"
        value={choice.label}
        optional
        maxLength={longestLabel}
        hint={of === 1 && choice.label === "" ? "Empty: the story goes on by itself." : undefined}
        onInput={(label) => onChange({ ...choice, label }, `label ${at}`)}
      />
      <div class="story-choice-to">
        <PassageChoice
          label="Leads to"
          value={choice.to}
          passages={passages}
          onChoose={(to) => onChange({ ...choice, to })}
          onNew={onNew}
        />
        {passages.some((each) => each.name === choice.to) && (
          <a class="icon-button button-plain" href={hrefOf(choice.to)} aria-label={`Go to ${choice.to}`}>
            <Icon name="arrow-right" />
          </a>
        )}
      </div>
      <Things choice={choice} at={at} passages={passages} onChange={onChange} />
    </li>
  );
}

/** Where a choice leads: one of the passages, or a new one. */
export function PassageChoice(props: {
  label: string;
  /** Empty: nothing is chosen yet. */
  value: string;
  passages: readonly Passage[];
  onChoose: (name: string) => void;
  onNew: () => void;
}) {
  const { label, value, passages, onChoose, onNew } = props;
  const isMissing = value !== "" && passages.every((each) => each.name !== value);
  const choices = [
    ...(value === "" ? [{ value: "", name: "Choose a passage …" }] : []),
    ...(isMissing ? [{ value, name: `${value} (not written yet)` }] : []),
    { value: newOne, name: "A new passage …" },
    ...passages.map(({ name }) => ({ value: name, name })),
  ];
  return (
    <ChoiceField
      label={label}
      value={value}
      choices={choices}
      onChange={(chosen) => (chosen === newOne ? onNew() : onChoose(chosen))}
    />
  );
}

const things = [
  { what: "needs", label: "Only with" },
  { what: "needsNot", label: "Only without" },
  { what: "gives", label: "The child gets" },
  { what: "takes", label: "The child loses" },
] as const;

/** What the child carries decides; seldom needed, so it is folded away. */
function Things({
  choice,
  at,
  passages,
  onChange,
}: Pick<ChoiceFieldsProps, "choice" | "at" | "passages" | "onChange">) {
  const used = things.filter(({ what }) => (choice[what]?.length ?? 0) > 0);
  const known = thingsIn(passages);
  const isOpen = useRef(false);
  isOpen.current ||= used.length > 0; // and not folded away from under the hand that empties a field
  return (
    <details class="story-things" open={isOpen.current}>
      <summary>What the child carries</summary>
      <div class="stack">
        <p class="small soft">
          A lantern, a key, or what happened: “met the wolf”. Several with commas between them.
          {known.length > 0 && ` In this story so far: ${known.join(", ")}.`}
        </p>
        <div class="story-things-fields">
          {things.map(({ what, label }) => (
            <ThingsField
              key={what}
              label={label}
              things={choice[what] ?? []}
              onChange={(list) => onChange(changeThings(choice, what, list), `${what} ${at}`)}
            />
          ))}
        </div>
      </div>
    </details>
  );
}

function ThingsField(props: {
  label: string;
  things: readonly string[];
  onChange: (things: string[]) => void;
}) {
  const { label, things: known, onChange } = props;
  const [typed, setTyped] = useState(known.join(", "));
  // What came from elsewhere, as by undo, is shown; a comma that was just typed stays.
  const shown = thingsOf(typed).join() === known.join() ? typed : known.join(", ");
  return (
    <Field
      label={label}
      value={shown}
      optional
      maxLength={300}
      onInput={(now) => {
        setTyped(now);
        onChange(thingsOf(now));
      }}
    />
  );
}
