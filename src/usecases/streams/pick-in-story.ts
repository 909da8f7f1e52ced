import type { AudioId, StreamId } from "../../domain/ids.ts";
import { type LiveScript, type LiveState, soundsIn, walkedStory } from "../../domain/stories/live-script.ts";
import { liveSlotNames, liveStart } from "../../domain/stories/live-slots.ts";
import { tellLive } from "../../domain/stories/live-walk.ts";
import type { Picked, PickFacts } from "../../domain/streams/pick.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Scripts } from "../../stores/scripts.ts";

export type StoryDeps = { readonly scripts: Pick<Scripts, "get">; readonly audio: AudioLibrary };

/** What a slot of a story tells whoever is where `facts.walk` says. `undefined`: nothing of the story is there any more. */
export async function pickInStory(
  deps: StoryDeps,
  streamId: StreamId,
  slot: string,
  { walk }: Pick<PickFacts, "walk">,
): Promise<(Picked & { readonly fits: boolean }) | undefined> {
  const script = liveSlotNames.includes(slot) ? await deps.scripts.get(streamId) : undefined;
  if (script === undefined) return undefined;
  const told = tellLive(walkedStory(script), walk, slot);
  const beginning = soundsIn(script, walkedStory(script).begin());
  for (const sounds of [soundsIn(script, told.state), beginning]) {
    const audio = await present(deps, sounds);
    if (audio.length > 0)
      return { audio, why: whyIn(script, slot, told.state, told.fits), walk: told.walk, fits: told.fits };
  }
  return undefined;
}

/** Those that are in the library: of what somebody deleted, the rest is heard. */
async function present({ audio }: StoryDeps, sounds: readonly AudioId[]): Promise<readonly AudioId[]> {
  const there = new Set((await audio.getMany([...new Set(sounds)])).map(({ value }) => value.id));
  return sounds.filter((id) => there.has(id));
}

function whyIn(script: LiveScript, slot: string, { passage, comesBack }: LiveState, fits: boolean): string {
  if (comesBack) return `somebody left the story at “${passage}” and may go on there`;
  if (slot === liveStart) return `the story begins with “${passage || script.passages[0]?.name}”`;
  return fits
    ? `the last press leads to “${passage}”`
    : `nobody is known to come there, and the listener was at “${passage}”`;
}
