import { useRef, useState } from "preact/hooks";
import type { StoryFace } from "../stores/stories.ts";
import { Field } from "../ui/field.tsx";
import { Switch } from "../ui/switch.tsx";
import { StoryVoice } from "./story-voice.tsx";
import type { WrittenStory } from "./use-story.ts";

/** What the story is called, who reads it, and how it asks. */
export function StoryDetails({ story }: { story: WrittenStory }) {
  const { title, author = "", description = "", words, asksAgain } = story.face;
  return (
    <section class="panel stack" aria-labelledby="story-details-title">
      <h2 id="story-details-title">The whole story</h2>
      <Field
        label="Title"
        value={title}
        maxLength={100}
        wrong={title.trim() === "" ? "A story needs a title." : undefined}
        onInput={(value) => story.change(() => ({ title: value }), "title")}
      />
      <StoryVoice story={story} />
      <Switch
        label="Ask until a button is pressed"
        hint="After a passage with choices, the question is heard again and again."
        on={asksAgain}
        onChange={(on) => story.change(() => ({ asksAgain: on }))}
      />
      <AskingWords words={words} onChange={(next) => story.change(() => ({ words: next }), "words")} />
      <Field
        label="By"
        value={author}
        optional
        maxLength={100}
        onInput={(value) => story.change(() => ({ author: value }), "author")}
      />
      <Field
        label="What it is about"
        value={description}
        optional
        lines={2}
        maxLength={1000}
        onInput={(value) => story.change(() => ({ description: value }), "description")}
      />
    </section>
  );
}

const usual = { left: "Press left.", right: "Press right.", other: "Something else?" };
const asked = [
  { what: "left", label: "For the left button" },
  { what: "right", label: "For the right button" },
  { what: "other", label: "Where there are more than two ways" },
] as const;

/** How the child is told what to press, for stories in another language. */
function AskingWords(props: { words: StoryFace["words"]; onChange: (words: StoryFace["words"]) => void }) {
  const { words, onChange } = props;
  const isOpen = useRef(false);
  isOpen.current ||= words !== undefined; // and not folded away from under the hand that empties a field
  return (
    <details class="story-things" open={isOpen.current}>
      <summary>The words of the question</summary>
      <div class="stack">
        <p class="small soft">“Go into the cave? Press left. Run away? Press right.”</p>
        {asked.map(({ what, label }) => (
          <WordsField
            key={what}
            label={label}
            now={words?.[what] ?? usual[what]}
            usual={usual[what]}
            onInput={(now) => {
              const next = { ...usual, ...words, [what]: now };
              onChange(asked.every((each) => next[each.what] === usual[each.what]) ? undefined : next);
            }}
          />
        ))}
      </div>
    </details>
  );
}

/** Empty where the usual words are said; who types just these sees them all the same. */
function WordsField(props: { label: string; now: string; usual: string; onInput: (words: string) => void }) {
  const { label, now, usual, onInput } = props;
  const [typed, setTyped] = useState("");
  const said = (words: string) => (words.trim() === "" ? usual : words);
  const shown = said(typed) === now ? typed : now === usual ? "" : now;
  return (
    <Field
      label={label}
      value={shown}
      optional
      maxLength={100}
      hint={`Without it: ${usual}`}
      onInput={(words) => {
        setTyped(words);
        onInput(said(words));
      }}
    />
  );
}
