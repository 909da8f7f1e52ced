import { expect, test } from "vitest";
import { seededChance } from "../../adapters/memory/chance.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import { exampleStory } from "../../domain/stories/example-story.ts";
import { createAudioLibrary } from "../../stores/audio.ts";
import { createSettings } from "../../stores/settings.ts";
import { createStories } from "../../stores/stories.ts";
import { changeStory, deleteStory, makeStory, type StoryChangeDeps } from "./change-story.ts";
import type { StoryLookDeps } from "./look-over-story.ts";

test("a story that somebody changes between the look at it and its deletion is not deleted unseen", async () => {
  const clock = fixedClock(Date.UTC(2030, 0, 7));
  const table = createMemoryTable(clock);
  const stories = createStories(table);
  const deps: StoryChangeDeps & StoryLookDeps = {
    stories,
    settings: createSettings(table),
    audio: createAudioLibrary({ table, clock }),
    clock,
    chance: seededChance(1),
    liveUpdates: createLiveUpdates(),
  };
  const made = await makeStory(deps, exampleStory);
  if (!made.ok) throw new Error(made.why);
  const { id, changedAtMs } = made.story;
  let isFirst = true;
  const overtaken: typeof stories = {
    ...stories,
    async save(...wanted) {
      const other = { ...exampleStory, title: "Another" };
      if (isFirst) {
        isFirst = false;
        await changeStory(deps, id, other);
      }
      return stories.save(...wanted);
    },
  };
  expect(await deleteStory({ ...deps, stories: overtaken }, id, changedAtMs)).toEqual({
    ok: false,
    why: "changed-meanwhile",
  });
  expect((await stories.get(id))?.value.title).toBe("Another");
  expect(await deleteStory(deps, id)).toEqual({ ok: true });
  expect(await stories.get(id)).toBeUndefined();
});
