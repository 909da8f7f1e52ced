import type { AudioId } from "../ids.ts";
import type { Story, StorySound } from "./story.ts";

/** So many are remembered; of more, the oldest stay in the library for good. */
const mostRemembered = 800;

/** The story with other sounds. What none of them is any more is remembered as replaced, and what is one again is not. */
export function withSounds(story: Story, sounds: readonly StorySound[], nowMs: number): Story {
  const now = new Set(sounds.map(({ audioId }) => audioId));
  const known = new Set(replacedIn(story));
  const before = new Set(story.sounds.map(({ audioId }) => audioId));
  const gone = [...before].filter((id) => !now.has(id) && !known.has(id));
  const { replaced: _, ...rest } = story;
  let room = mostRemembered;
  const replaced = [...(story.replaced ?? []), { sinceMs: nowMs, audio: gone }]
    .toReversed()
    .flatMap(({ audio, ...since }) => {
      const left = audio.filter((id) => !now.has(id)).slice(0, Math.max(room, 0));
      room -= left.length;
      return left.length === 0 ? [] : [{ ...since, audio: left }];
    })
    .toReversed();
  return { ...rest, sounds, ...(replaced.length > 0 && { replaced }) };
}

/** Every recording that a story does not need any more. */
export function replacedIn({ replaced = [] }: Pick<Story, "replaced">): readonly AudioId[] {
  return replaced.flatMap(({ audio }) => audio);
}
