import { createHash } from "node:crypto";
import { usualCardLimits } from "../../domain/cards/card-limits.ts";
import { checkStory, type StoryProblem } from "../../domain/stories/check-story.ts";
import { type CompiledChapter, compileStory } from "../../domain/stories/compile-story.ts";
import { type LiveSaying, liveSayings } from "../../domain/stories/live-script.ts";
import type { Saying } from "../../domain/stories/saying.ts";
import type { Story, StoryText, StoryVoice } from "../../domain/stories/story.ts";
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

/** Tells whether a chapter would sound as it did when it was spoken last. */
export function soundMark(says: Saying, voice: StoryVoice): string {
  const facts = says.recording ?? [
    says.text,
    voice.voiceId ?? "",
    Object.entries(voice.speakers).sort(),
    voice.rate,
  ];
  return createHash("sha256").update(JSON.stringify(facts)).digest("base64url").slice(0, 16);
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
  const made = new Map(story.sounds.map((sound) => [sound.chapter, sound]));
  const alike = new Map(story.sounds.map((sound) => [sound.mark, sound]));
  return chapters.map((chapter) => {
    const sound = made.get(chapter.key) ?? alike.get(soundMark(chapter.says, story.voice));
    if (sound === undefined) return chapter;
    const isStale = sound.mark !== soundMark(chapter.says, story.voice);
    return { ...chapter, sound: { audioId: sound.audioId, isStale } };
  });
}
