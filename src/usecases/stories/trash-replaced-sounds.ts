import type { AudioId, StoryId } from "../../domain/ids.ts";
import type { ReplacedSounds, Story } from "../../domain/stories/story.ts";
import type { Stories } from "../../stores/stories.ts";
import { type NeededDeps, neededAudio } from "../audio/needed-audio.ts";
import { restoreAudio, type TrashDeps, trashAudioOf } from "../audio/trash-audio.ts";
import { noteOnStory } from "./change-story.ts";
import { everyStory } from "./every-story.ts";

/** What is being told goes on, and a card that is just being brought to Yoto arrives there. */
const restMs = 86_400_000;

type Deps = TrashDeps & NeededDeps & { readonly stories: Stories };

/**
 * Puts what was spoken for stories and then spoken anew into the trash, once nothing plays it any more; answers how many recordings.
 * First it is noted what goes, and last that it went: whoever comes after a crash looks once more whether it is needed after all.
 */
export async function trashReplacedSounds(deps: Deps): Promise<number> {
  const nowMs = deps.clock.nowMs();
  const isDue = ({ sinceMs, going }: ReplacedSounds) => going === true || nowMs - sinceMs >= restMs;
  const due: Story[] = [];
  for await (const story of everyStory(deps.stories)) if (story.replaced?.some(isDue)) due.push(story);
  if (due.length === 0) return 0;
  const needed = await neededAudio(deps);
  const going = new Map<StoryId, ReadonlySet<AudioId>>();
  for (const { id, replaced = [] } of due) {
    const old = replaced.filter(isDue).flatMap(({ audio }) => audio);
    const ours = await stillOurs(deps, id, old);
    const noted = await noteOnStory(deps, id, (story) =>
      withReplaced(story, (sounds) => {
        if (sounds.going || !isDue(sounds)) return [sounds];
        const left = sounds.audio.filter((each) => ours.has(each));
        return [
          { sinceMs: nowMs, audio: left.filter((each) => needed.has(each)) },
          { sinceMs: nowMs, audio: left.filter((each) => !needed.has(each)), going: true },
        ];
      }),
    );
    const goes = new Set((noted?.replaced ?? []).flatMap((each) => (each.going ? each.audio : [])));
    await trashAudioOf(deps, id, [...goes]);
    going.set(id, goes);
  }
  const neededNow = await neededAudio(deps);
  let count = 0;
  for (const [id, goes] of going) {
    const comesBack = [...goes].filter((each) => neededNow.has(each));
    await restoreAudio(deps, comesBack);
    count += goes.size - comesBack.length;
    await noteOnStory(deps, id, (story) =>
      withReplaced(story, (sounds) => {
        if (!sounds.going) return [sounds];
        const others = sounds.audio.filter((each) => !goes.has(each));
        return [
          { ...sounds, audio: others },
          { sinceMs: nowMs, audio: comesBack.filter((each) => sounds.audio.includes(each)) },
        ];
      }),
    );
  }
  return count;
}

function withReplaced(
  { replaced = [], ...story }: Story,
  change: (sounds: ReplacedSounds) => readonly ReplacedSounds[],
): Story {
  const after = replaced.flatMap(change).filter(({ audio }) => audio.length > 0);
  return { ...story, ...(after.length > 0 && { replaced: after }) };
}

/** Those that are in the library and were spoken for this story alone. */
async function stillOurs(
  { audio }: Deps,
  id: StoryId,
  wanted: readonly AudioId[],
): Promise<ReadonlySet<AudioId>> {
  const found = await audio.getMany([...new Set(wanted)]);
  return new Set(found.flatMap(({ value }) => (value.madeFor === id ? [value.id] : [])));
}
