import { useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { FileInput } from "../library/file-input.tsx";
import { cardList } from "../stores/cards.ts";
import { demo, isAdmin } from "../stores/session.ts";
import { type Kind, Kinds } from "../ui/kinds.tsx";

/** Whether nobody made a card yet; the demo brings one along. `undefined` while we ask. */
export function isBeginning(): boolean | undefined {
  const cards = cardList.items.value?.length;
  return cards === undefined ? undefined : cards <= (demo.value ? 1 : 0);
}

/** The first minute: what one came for, a tap away, until a card is made. */
export function FirstSteps() {
  const { route } = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const tryIt: Kind = {
    icon: "try",
    name: "Play with the pretend players",
    words: "This is a demo: put a card in, turn the knobs, listen.",
    onChoose: () => route("/try"),
  };
  const ownCard: Kind = {
    icon: "upload",
    name: "Put your own MP3 on a card",
    words: "Choose a file; it is a card two taps later.",
    onChoose: () => input.current?.click(),
  };
  const voice: Kind = {
    icon: "user",
    name: "Record a message",
    words: "Your own voice, on a card.",
    onChoose: () => route("/library/make/record"),
  };
  const story: Kind = {
    icon: "branch",
    name: "Write a story with choices",
    words: "Your child decides with the two buttons.",
    onChoose: () => route("/stories/new"),
  };
  const link: Kind = {
    icon: "link",
    name: "Link your own players",
    words: "What you need for it, step by step.",
    onChoose: () => route("/settings"),
  };
  return (
    <section class="stack-close" aria-labelledby="first-steps-title">
      <FileInput input={input} onChosen={() => route("/library")} />
      <h2 id="first-steps-title">What first?</h2>
      <Kinds
        raised
        kinds={demo.value ? [tryIt, ownCard, ...(isAdmin.value ? [link] : [voice])] : [ownCard, voice, story]}
      />
    </section>
  );
}
