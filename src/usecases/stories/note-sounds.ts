import type { StoryId } from "../../domain/ids.ts";
import { withSounds } from "../../domain/stories/replaced-sounds.ts";
import type { StorySound } from "../../domain/stories/story.ts";
import { noteOnStory, type StoryChangeDeps } from "./change-story.ts";

/** So many at once: each writing carries the whole story. What a crash loses comes from the kept speech. */
const together = 8;

/** Notes on a story what was made of it, some at a time; what is left over when the block ends, too. */
export function noteSounds(deps: Pick<StoryChangeDeps, "stories" | "liveUpdates" | "clock">, id: StoryId) {
  let waiting: readonly StorySound[] = [];
  const write = async () => {
    const sounds = waiting;
    waiting = [];
    if (sounds.length === 0) return;
    const anew = new Set(sounds.map(({ chapter }) => chapter));
    await noteOnStory(deps, id, (now) => {
      const others = now.sounds.filter(({ chapter }) => !anew.has(chapter));
      return withSounds(now, [...others, ...sounds], deps.clock.nowMs());
    });
  };
  return {
    async note(sound: StorySound): Promise<void> {
      waiting = [...waiting, sound];
      if (waiting.length >= together) await write();
    },
    [Symbol.asyncDispose]: write,
  };
}
