import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type {
  StoryChoice as Choice,
  StoryPassage as Passage,
  StoryProblem,
} from "../../../src/http/schema/story.ts";
import { showToast } from "../stores/toasts.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { ChoiceFields } from "./choice-fields.tsx";
import { NewChoice } from "./new-choice.tsx";
import { PassageSound } from "./passage-sound.tsx";
import {
  addPassage,
  beginWith,
  changePassage,
  choiceNames,
  freeName,
  longestName,
  type PassageChange,
  removePassage,
  renamePassage,
  waysTo,
} from "./story-edit.ts";
import type { WrittenStory } from "./use-story.ts";

type PassageEditorProps = {
  story: WrittenStory;
  passage: Passage;
  problems: readonly StoryProblem[];
  hrefOf: (name?: string) => string;
};

const longestText = 20_000;

/** One passage: its name, what is read, and where it goes on. */
export function PassageEditor({ story, passage, problems, hrefOf }: PassageEditorProps) {
  const { route } = useLocation();
  const { passages } = story.face;
  const { name, choices } = passage;
  const [isAdding, setAdding] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(name);
  useEffect(() => {
    setAdding(false);
    if (shown.current === name) return;
    shown.current = name;
    heading.current?.focus();
  }, [name]);
  // Stays while a passage is only renamed, so that the field one went on to is not drawn anew under the hand.
  const stay = useRef({ name, key: name });
  if (stay.current.name !== name) stay.current = { name, key: name };
  const keep = (make: (passages: readonly Passage[]) => Passage[], field?: string) =>
    story.change((face) => ({ passages: make(face.passages) }), field && `${field} of ${name}`);
  const change = (part: PassageChange, field?: string) =>
    keep((all) => changePassage(all, name, part), field);
  const put = (next: Choice[], field?: string) => change({ choices: next }, field);
  const putAt = (at: number, choice: Choice, field?: string) =>
    put(
      choices.map((each, index) => (index === at ? choice : each)),
      field,
    );
  /** A choice, whose passage is made with it. */
  const leadToNew = (label: string, at: number) => {
    const made = freeName(passages, label);
    const leads = { ...choices[at], label: choices[at]?.label ?? label, to: made };
    const all =
      at < choices.length ? choices.map((each, index) => (index === at ? leads : each)) : [...choices, leads];
    keep((before) => addPassage(changePassage(before, name, { choices: all }), made));
  };
  const names = choiceNames(choices);
  const isConditional = choices.some(({ needs, needsNot }) => needs ?? needsNot);
  const isFirst = passages[0]?.name === name;
  const from = waysTo(passages, name);
  return (
    <section class="panel stack story-passage" aria-labelledby="passage-title">
      <div class="section-head">
        <h2 id="passage-title" ref={heading} tabIndex={-1}>
          {name}
        </h2>
        {isFirst && <p class="small soft">The story begins here.</p>}
      </div>
      {problems.map(({ message, blocks }) => (
        <Banner key={message} tone={blocks ? "warn" : "calm"}>
          <p>{message}</p>
        </Banner>
      ))}
      <NameField
        key={name}
        name={name}
        passages={passages}
        onRename={(to, isSubmitted) => {
          // Who goes on elsewhere stays there.
          if (!isSubmitted) shown.current = to;
          stay.current = { ...stay.current, name: to };
          keep((all) => renamePassage(all, name, to));
          route(hrefOf(to), true);
        }}
      />
      <Field
        label="What is read aloud"
        value={passage.text}
        lines={7}
        optional
        maxLength={longestText}
        hint={
          passage.recording !== undefined
            ? "The recording is heard instead."
            : passage.text === "" && choices.length > 0
              ? "Left empty, the story goes on at once."
              : "An empty line is a breath. “Wolf: Let me in!” at the beginning of a line is said by the wolf."
        }
        onInput={(text) => change({ text }, "text")}
      />
      <PassageSound story={story} passage={passage} onChange={change} />
      <section class="stack story-choices" aria-labelledby="choices-title">
        <h3 id="choices-title">And then?</h3>
        {choices.length === 0 && !isAdding && (
          <p class="soft">Nothing follows: this is an ending. The left button begins the story again.</p>
        )}
        {isConditional ? (
          <p class="small soft">
            Only choices that are open to the child count: the first is the left button, the second the right
            one. If only one is open, the story takes it by itself.
          </p>
        ) : (
          choices.length > 2 && (
            <p class="small soft">
              With more than two the child is asked one by one: left for this one, right to hear the next.
            </p>
          )
        )}
        {choices.length > 0 && (
          <ol class="stack">
            {choices.map((choice, at) => (
              <ChoiceFields
                key={`${stay.current.key} ${at} ${choices.length}`}
                choice={choice}
                name={names[at]?.name ?? ""}
                at={at}
                of={choices.length}
                passages={passages}
                hrefOf={hrefOf}
                onChange={(next, field) => putAt(at, next, field)}
                onNew={() => leadToNew(choice.label, at)}
                onMove={(to) => {
                  const order = choices.filter((_, index) => index !== at);
                  put([...order.slice(0, to), choice, ...order.slice(to)]);
                }}
                onRemove={() => put(choices.filter((_, index) => index !== at))}
              />
            ))}
          </ol>
        )}
        {isAdding ? (
          <NewChoice
            passages={passages}
            isNeeded={choices.length > 0}
            onChoose={(label, to) => {
              setAdding(false);
              put([...choices, { label, to }]);
            }}
            onNew={(label) => {
              setAdding(false);
              leadToNew(label, choices.length);
            }}
            onCancel={() => setAdding(false)}
          />
        ) : (
          <div>
            <Button icon="plus" onClick={() => setAdding(true)}>
              {choices.length === 0 ? "It goes on" : "Another choice"}
            </Button>
          </div>
        )}
      </section>
      {from.length > 0 && (
        <p class="small soft">
          Leading here:{" "}
          {from.map((each, index) => (
            <>
              {index > 0 && ", "}
              <a key={each} href={hrefOf(each)}>
                {each}
              </a>
            </>
          ))}
          .
        </p>
      )}
      {!isFirst && (
        <div class="card-more">
          <Button onClick={() => keep((all) => beginWith(all, name))}>The story begins here</Button>
          <Button
            look="danger"
            icon="trash"
            onClick={() => {
              keep((all) => removePassage(all, name));
              route(hrefOf(), true);
              showToast({
                tone: "good",
                text: `“${name}” is taken out, and the choices that led to it. “Undo” brings them back.`,
              });
            }}
          >
            Take it out
          </Button>
        </div>
      )}
    </section>
  );
}

/** The name is taken over when somebody is done with it, so that no other passage is met on the way. */
function NameField(props: {
  name: string;
  passages: readonly Passage[];
  onRename: (name: string, isSubmitted: boolean) => void;
}) {
  const { name, passages, onRename } = props;
  const [typed, setTyped] = useState(name);
  const wished = typed.trim();
  const isTaken = passages.some((each) => each.name !== name && each.name === wished);
  const wrong =
    wished === "" ? "Every passage needs a name." : isTaken ? "Another passage has this name." : undefined;
  return (
    <form
      onFocusOut={() => wrong === undefined && wished !== name && onRename(wished, false)}
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong === undefined && wished !== name) onRename(wished, true);
      }}
    >
      <Field label="Name in the map" value={typed} maxLength={longestName} wrong={wrong} onInput={setTyped} />
    </form>
  );
}
