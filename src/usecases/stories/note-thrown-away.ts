import type { AudioId } from "../../domain/ids.ts";
import type { Stories } from "../../stores/stories.ts";
import { noteOnStory, type StoryChangeDeps } from "./change-story.ts";
import { everyStory } from "./every-story.ts";

export type NoteThrownDeps = Pick<StoryChangeDeps, "liveUpdates"> & { readonly stories: Stories };

/** Somebody throws these recordings away: stories for which they were made do without, and their cards are to be made again. */
export async function noteThrownAway(deps: NoteThrownDeps, ids: readonly AudioId[]): Promise<void> {
  const thrown = new Set(ids);
  for await (const { id, sounds } of everyStory(deps.stories))
    if (sounds.some(({ audioId }) => thrown.has(audioId)))
      await noteOnStory(deps, id, ({ cardOfMs: _, ...story }) => ({
        ...story,
        sounds: story.sounds.filter(({ audioId }) => !thrown.has(audioId)),
      }));
}
