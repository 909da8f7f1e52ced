import { createHash } from "node:crypto";
import { speakersIn } from "../../domain/audio/script.ts";
import { usualCardLimits } from "../../domain/cards/card-limits.ts";
import type { AudioId } from "../../domain/ids.ts";
import { checkRules, checkStory, type StoryProblem } from "../../domain/stories/check-story.ts";
import { type CompiledChapter, compileStory } from "../../domain/stories/compile-story.ts";
import { type LiveSaying, liveSayings } from "../../domain/stories/live-script.ts";
import type { Story, StoryFindings, StorySound, StoryText, StoryVoice } from "../../domain/stories/story.ts";
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
  const look = lookOverText(story, await chaptersOnCard(deps));
  const isThere = await recordingsThere(deps, [story]);
  return { ...look, problems: [...goneRecordings(story, isThere), ...look.problems] };
}

/** A story with how much there is to put right. */
export type CountedStory = { readonly story: Story; readonly blocking: number; readonly hints: number };

/** Says of stories how much there is to put right: as it was counted last, where that still holds. */
export async function countProblems(
  deps: StoryLookDeps,
  stories: readonly Story[],
): Promise<readonly CountedStory[]> {
  const limit = await chaptersOnCard(deps);
  const isThere = await recordingsThere(deps, stories);
  return stories.map((story) => {
    const { findings: kept } = story;
    const holds = kept?.rules === checkRules && kept.limit === limit;
    const { blocking, hints } = holds ? kept : findingsIn(lookOverText(story, limit));
    return { story, blocking: blocking + goneRecordings(story, isThere).length, hints };
  });
}

/** What was found, as it is kept with the story. */
export function findingsIn({ problems, limit }: StoryLook): StoryFindings {
  const counted = problems.filter(({ code }) => code !== "recording-gone");
  const blocking = counted.filter(({ blocks }) => blocks).length;
  return { rules: checkRules, limit, blocking, hints: counted.length - blocking };
}

async function chaptersOnCard({ settings }: StoryLookDeps): Promise<number> {
  return { ...usualCardLimits, ...(await settings.get("card-limits")).value }.tracks;
}

function lookOverText(story: StoryText, limit: number): StoryLook {
  const compiled = compileStory(story);
  const { chapters } = compiled;
  const fits = !compiled.tooManyWays && chapters.length <= limit;
  const live = fits ? undefined : liveSayings(story);
  const problems = checkStory(story, compiled, limit, live);
  return { chapters, limit, problems, ...(live && { live }) };
}

async function recordingsThere(
  { audio }: StoryLookDeps,
  stories: readonly StoryText[],
): Promise<(id: AudioId) => boolean> {
  const wanted = stories.flatMap(({ passages }) => passages.flatMap(({ recording }) => recording ?? []));
  const there = new Set((await audio.getMany([...new Set(wanted)])).map(({ value }) => value.id));
  return (id) => there.has(id);
}

function goneRecordings({ passages }: StoryText, isThere: (id: AudioId) => boolean): readonly StoryProblem[] {
  return passages.flatMap(({ name, recording }) =>
    recording === undefined || isThere(recording)
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
