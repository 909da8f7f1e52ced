import type { AudioId } from "../ids.ts";
import { openChoices, passageNamed, type StoryState } from "./step.ts";
import { type Choice, type Story, usualAskingWords } from "./story.ts";

/** What is heard: a text read aloud, or a recording. */
export type Saying = { readonly text: string; readonly recording?: AudioId };

/** As much of a story as its words need. */
export type Told = Pick<Story, "passages" | "asksAgain" | "words">;

/** What the child hears in this state; an empty text without a recording is silence. */
export function heardIn(story: Told, state: StoryState): Saying {
  if (state.asks !== undefined) return { text: question(story, openChoices(story, state), state.asks) };
  const passage = passageNamed(story, state.passage);
  const recording = passage?.recording;
  return { text: passage?.text ?? "", ...(recording && { recording }) };
}

/** "Go into the cave? Press left. Run away? Press right."; with more ways, one of them and "Something else?". */
function question({ words = usualAskingWords }: Told, open: readonly Choice[], page: number): string {
  const [first, second] = open.length > 2 ? [open[page % open.length], undefined] : open;
  const right = open.length > 2 ? words.other : offer(second);
  return `${offer(first)} ${words.left} ${right} ${words.right}`.trim();
}

function offer(choice: Choice | undefined): string {
  const label = choice?.label.trim().replace(/[.:;,!?…]+$/, "") ?? "";
  return label === "" ? "" : `${label}?`;
}
