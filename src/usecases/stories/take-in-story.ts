import { importStory } from "../../domain/stories/import-story.ts";
import type { Story, StoryText } from "../../domain/stories/story.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { makeStory, type StoryChangeDeps } from "./change-story.ts";
import type { StoryLook, StoryLookDeps } from "./look-over-story.ts";

export type StoryTakenIn =
  | {
      readonly ok: true;
      readonly story: Story;
      readonly look: StoryLook;
      readonly lost: readonly string[];
    }
  | { readonly ok: false; readonly why: "not-a-story" | "too-large" };

/** Makes a story of a Twee or Twine file. `lost` says what of it could not be taken. */
export async function takeInStory(
  deps: StoryChangeDeps & StoryLookDeps,
  { text, name }: { readonly text: string; readonly name: string },
): Promise<StoryTakenIn> {
  const read = importStory(text, name.replace(/\.[a-z0-9]{1,5}$/i, ""));
  if (read === undefined) return { ok: false, why: "not-a-story" };
  const { story, gone } = await withoutStrangeRecordings(deps, read.story);
  const made = await makeStory(deps, story);
  if (!made.ok) return made;
  const lost = gone.map(
    (passage) => `The recording of “${passage}” is not in this library: its text is read aloud.`,
  );
  return { ...made, lost: [...read.lost, ...lost] };
}

/** Recordings belong to a home; a story that comes from another one has only its texts. */
async function withoutStrangeRecordings(
  { audio }: { readonly audio: AudioLibrary },
  story: StoryText,
): Promise<{ readonly story: StoryText; readonly gone: readonly string[] }> {
  const wanted = [...new Set(story.passages.flatMap(({ recording }) => recording ?? []))];
  const there = new Set((await audio.getMany(wanted)).map(({ value }) => value.id));
  const gone: string[] = [];
  const passages = story.passages.map(({ recording, ...passage }) => {
    if (recording === undefined || there.has(recording))
      return { ...passage, ...(recording && { recording }) };
    gone.push(passage.name);
    return passage;
  });
  return { story: { ...story, passages }, gone };
}
