import { createHash } from "node:crypto";
import { speakersIn } from "../../domain/audio/script.ts";
import { usualCardLimits } from "../../domain/cards/card-limits.ts";
import { checkStory, type StoryProblem } from "../../domain/stories/check-story.ts";
import { type CompiledChapter, compileStory } from "../../domain/stories/compile-story.ts";
import { type LiveSaying, liveSayings } from "../../domain/stories/live-script.ts";
import type { Story, StorySound, StoryText, StoryVoice } from "../../domain/stories/story.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Settings } from "../../stores/settings.ts";

export type StoryLookDeps = { readonly settings: Settings; readonly audio: AudioLibrary };

/** A story as chapters of a card, and what stands against making it. */
export type StoryLook = {
  readonly chapters: readonly CompiledChapter[];
  readonly problems: readonly StoryProblem[];
  /** So many chapters fit on a card. */
  readonly limit: number;
  /** It does not fit, so that its card is told from here: everything that is said. */
  readonly live?: readonly LiveSaying[];
};

/** Looks a story over: its chapters, and everything that is wrong with it, recordings that are gone included. */
export async function lookOverStory(deps: StoryLookDeps, story: StoryText): Promise<StoryLook> {
  const { tracks: limit } = { ...usualCardLimits, ...(await deps.settings.get("card-limits")).value };
  const compiled = compileStory(story);
  const { chapters } = compiled;
  const fits = !compiled.tooManyWays && chapters.length <= limit;
  const live = fits ? undefined : liveSayings(story);
  const problems = [...(await recordingsGone(deps, story)), ...checkStory(story, compiled, limit, live)];
  return { chapters, limit, problems, ...(live && { live }) };
}

async function recordingsGone(
  { audio }: StoryLookDeps,
  { passages }: StoryText,
): Promise<readonly StoryProblem[]> {
  const wanted = passages.flatMap(({ recording }) => recording ?? []);
  const there = new Set((await audio.getMany([...new Set(wanted)])).map(({ value }) => value.id));
  return passages.flatMap(({ name, recording }) =>
    recording === undefined || there.has(recording)
      ? []
      : [
          {
            code: "recording-gone" as const,
            blocks: true,
            passage: name,
            message: `The recording of “${name}” was deleted. Choose another one, or have its text read aloud.`,
          },
        ],
  );
}

/** Something that is spoken once: a passage, or a question. */
type Spoken = Pick<CompiledChapter, "asks" | "says">;

/** Tells whether something would sound as it did when it was spoken last. Of those who speak only who speaks in it counts. */
export function soundMark({ asks, says: { text, recording } }: Spoken, voice: StoryVoice): string {
  const told = asks === undefined ? speakersIn(text).map((name) => [name, voice.speakers[name]]) : "asked";
  const facts = recording ?? [text, voice.voiceId ?? "", told, voice.rate];
  return createHash("sha256").update(JSON.stringify(facts)).digest("base64url").slice(0, 16);
}

/** The recording that was made of a chapter; or, where it has another name by now, of what sounds the same. */
export function soundsOf(
  story: Pick<Story, "sounds" | "voice">,
): (part: Spoken & Pick<CompiledChapter, "key">) => StorySound | undefined {
  const byKey = new Map(story.sounds.map((sound) => [sound.chapter, sound]));
  const byMark = new Map(story.sounds.map((sound) => [sound.mark, sound]));
  return (part) => {
    const mark = soundMark(part, story.voice);
    const own = byKey.get(part.key);
    return own?.mark === mark ? own : (byMark.get(mark) ?? own);
  };
}

/** A chapter with the recording that was last made of it. */
export type ChapterSound = CompiledChapter & {
  readonly sound?: { readonly audioId: string; readonly isStale: boolean };
};

/** The chapters with what was made of them so far. */
export function chaptersWithSounds(
  story: Story,
  chapters: readonly CompiledChapter[],
): readonly ChapterSound[] {
  const soundOf = soundsOf(story);
  return chapters.map((chapter) => {
    const sound = soundOf(chapter);
    if (sound === undefined) return chapter;
    const isStale = sound.mark !== soundMark(chapter, story.voice);
    return { ...chapter, sound: { audioId: sound.audioId, isStale } };
  });
}
