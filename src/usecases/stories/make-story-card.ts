import { type AudioId, CardId, CollectionId, StoryId, type UserName } from "../../domain/ids.ts";
import { isOver, type Job } from "../../domain/job.ts";
import type { StoryProblem } from "../../domain/stories/check-story.ts";
import type { CompiledChapter } from "../../domain/stories/compile-story.ts";
import { inLanguage } from "../../domain/stories/live-script.ts";
import { replacedIn, withSounds } from "../../domain/stories/replaced-sounds.ts";
import type { Story } from "../../domain/stories/story.ts";
import type { Collections } from "../../stores/collections.ts";
import { collectRecordings } from "../audio/collect-recordings.ts";
import type { EditDeps } from "../audio/edit-audio.ts";
import { restoreAudio } from "../audio/trash-audio.ts";
import { type EnqueueJobDeps, enqueueJob, newJobId } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { noteOnStory, type StoryChangeDeps } from "./change-story.ts";
import { composeStoryCard, type StoryCardDeps } from "./compose-story-card.ts";
import { fitTogether } from "./fit-together.ts";
import { lookOverStory, type StoryLookDeps, soundMark, soundsOf } from "./look-over-story.ts";
import { noteSounds } from "./note-sounds.ts";
import { type SayDeps, sayChapter } from "./say-chapter.ts";

/** The kind of job that {@link makeStoryCard} does. */
export const storyCardKind = "story-card";

export type StoryCardOrdered =
  | { readonly ok: true; readonly job: Job }
  | { readonly ok: false; readonly why: "not-found" }
  | { readonly ok: false; readonly why: "story-not-ready"; readonly problems: readonly StoryProblem[] };

/** Orders the card of a story to be made, or made anew. While one such job is under way, that one is answered. */
export async function enqueueStoryCard(
  deps: EnqueueJobDeps & StoryChangeDeps & StoryLookDeps,
  id: StoryId,
  orderedBy: UserName | "system",
): Promise<StoryCardOrdered> {
  const found = await deps.stories.get(id);
  if (found === undefined) return { ok: false, why: "not-found" };
  const story = found.value;
  const before = story.jobId && (await deps.jobs.get(story.jobId))?.value;
  if (before && !isOver(before)) return { ok: true, job: before };
  const problems = (await lookOverStory(deps, story)).problems.filter(({ blocks }) => blocks);
  if (problems.length > 0) return { ok: false, why: "story-not-ready", problems };
  const jobId = newJobId(deps);
  // Noted first, by whoever is first: two jobs would make two cards.
  if (!(await deps.stories.save({ ...story, jobId }, found.version)).ok)
    return enqueueStoryCard(deps, id, orderedBy);
  const job = await enqueueJob(deps, {
    id: jobId,
    kind: storyCardKind,
    title: `Make the card “${story.title}”`,
    input: { storyId: id },
    orderedBy,
  });
  deps.liveUpdates.publish({ of: "stories" });
  return { ok: true, job };
}

type MakeDeps = SayDeps &
  EditDeps &
  StoryCardDeps &
  StoryLookDeps &
  StoryChangeDeps & { readonly collections: Collections };

/**
 * The work: speaks what would sound differently by now, chapter by chapter, and composes the card anew. What was made is noted on
 * the story as it goes, so that another run goes on from there.
 */
export async function makeStoryCard(deps: MakeDeps, job: Job, at: JobContext): Promise<JobOutcome> {
  const id = StoryId(String(job.input["storyId"]));
  const story = (await deps.stories.get(id))?.value;
  if (story === undefined) return gone;
  const { chapters, live: sayings, problems } = await lookOverStory(deps, story);
  const blocking = problems.filter(({ blocks }) => blocks);
  if (blocking[0] !== undefined)
    return { ok: false, why: blocking[0].message, hint: "Put this right, then make the card again." };

  const live = sayings && inLanguage(sayings, story, await languageOf(deps, story));
  const parts: readonly Part[] = live ?? chapters;
  const said = await sayAll(deps, story, parts, at);
  if (!said.ok) return said;
  const { spoken } = said;
  const fitted =
    live === undefined ? said : await fitToVoice(deps, job, story, { live, made: said.made }, at);
  if (!fitted.ok) return fitted;
  const { made } = fitted;

  const collectionId = CollectionId(`story-${id}`);
  const audio = [...made.values()];
  const keys = new Set(made.keys());
  const spokenFor = (await deps.stories.getAny(id))?.value ?? story;
  const dropped = spokenFor.sounds.flatMap(({ chapter, audioId }) => (keys.has(chapter) ? [] : [audioId]));
  const without = [...replacedIn(spokenFor), ...dropped].filter((each) => !audio.includes(each));
  await collectRecordings(deps, collectionId, { title: story.title, audio, without });
  const composed = await composeCardOf(deps, job, at, {
    story,
    ...(live === undefined && { chapters }),
    made,
  });
  if (!composed.ok) return composed;
  const { cardId } = composed;
  const noted = await noteOnStory(deps, id, (now) => {
    const sounds = now.sounds.filter(({ chapter }) => keys.has(chapter));
    return { ...withSounds(now, sounds, deps.clock.nowMs()), cardId, cardOfMs: story.changedAtMs };
  });
  if (noted === undefined) return gone;
  // What was let go this very moment, because it was needed no more until then, comes back.
  await restoreAudio(deps, audio);
  at.tell({ done: 1000, of: 1000 });
  const isLive = live !== undefined;
  const facts = { storyId: id, cardId, collectionId, spoken };
  return {
    ok: true,
    result: { ...facts, ...(isLive ? { toldFromHere: parts.length } : { chapters: parts.length }) },
  };
}

/** The language of who reads the story, where that one has a single one. */
async function languageOf({ voice }: MakeDeps, story: Story): Promise<string | undefined> {
  const voices = (await voice?.speech.voices()) ?? [];
  const { voiceId = voices[0]?.id } = story.voice;
  return voices.find(({ id }) => id === voiceId)?.language;
}

/** Something that is spoken once. */
type Part = Pick<CompiledChapter, "key" | "passage" | "title" | "asks" | "says">;

/** The recording of each part, by its key; made where there is none, or one that would sound differently by now. */
async function sayAll(
  deps: MakeDeps,
  story: Story,
  parts: readonly Part[],
  at: JobContext,
): Promise<
  | { readonly ok: true; readonly made: ReadonlyMap<string, AudioId>; readonly spoken: number }
  | { readonly ok: false; readonly why: string; readonly hint: string }
> {
  const there = await recordingsThere(deps, story);
  const soundOf = soundsOf(story);
  const made = new Map<string, AudioId>();
  let spoken = 0;
  await using notes = noteSounds(deps, story.id);
  for (const [number, chapter] of parts.entries()) {
    at.signal.throwIfAborted();
    const tell = (share: number) =>
      at.tell({
        done: Math.round(((number + share) / parts.length) * 1000),
        of: 1000,
        saying: `${number + 1} of ${parts.length}: ${chapter.title}`,
      });
    tell(0);
    const { key, says } = chapter;
    const mark = soundMark(chapter, story.voice);
    const before = soundOf(chapter);
    if (before?.mark === mark && there.has(before.audioId)) {
      made.set(key, before.audioId);
      if (before.chapter !== key) await notes.note({ chapter: key, mark, audioId: before.audioId });
      continue;
    }
    const said = await sayChapter(deps, story, chapter, { signal: at.signal, onProgress: tell });
    if (!said.ok) return said;
    if (says.recording === undefined) spoken += 1;
    made.set(key, said.audioId);
    await notes.note({ chapter: key, mark, audioId: said.audioId });
  }
  return { ok: true, made, spoken };
}

/** The recordings with copies in place of those that cannot be joined to what was read aloud; which these are is noted. */
async function fitToVoice(
  deps: MakeDeps,
  job: Job,
  story: Story,
  { live, made }: { readonly live: readonly Part[]; readonly made: ReadonlyMap<string, AudioId> },
  at: JobContext,
): Promise<
  | { readonly ok: true; readonly made: ReadonlyMap<string, AudioId> }
  | { readonly ok: false; readonly why: string; readonly hint: string }
> {
  const read = live.find(({ says }) => says.recording === undefined);
  const spoken = read && made.get(read.key);
  const own = live.filter(({ says }) => says.recording !== undefined);
  const chosen = new Set(own.flatMap(({ key }) => made.get(key) ?? []));
  if (spoken === undefined || chosen.size === 0) return { ok: true, made };
  const fitted = await fitTogether(deps, job, { madeFor: story.id, spoken, chosen }, at);
  if (!fitted.ok) return fitted;
  const after = new Map(made);
  await using notes = noteSounds(deps, story.id);
  for (const part of own) {
    const audioId = fitted.as.get(made.get(part.key) ?? spoken);
    if (audioId === undefined) continue;
    after.set(part.key, audioId);
    await notes.note({ chapter: part.key, mark: soundMark(part, story.voice), audioId });
  }
  return { ok: true, made: after };
}

const gone: JobOutcome = {
  ok: false,
  why: "The story is no longer here.",
  hint: "Write it again, or import it.",
};

/** The card's id is remembered before the card is made: whoever goes on after a crash makes no second one. */
async function composeCardOf(
  deps: MakeDeps,
  job: Job,
  at: JobContext,
  wanted: {
    readonly story: Story;
    readonly chapters?: readonly CompiledChapter[];
    readonly made: ReadonlyMap<string, AudioId>;
  },
): Promise<{ readonly ok: true; readonly cardId: CardId } | Extract<JobOutcome, { readonly ok: false }>> {
  const { cardId } = wanted.story;
  const isThere = cardId !== undefined && (await deps.cards.get(cardId)) !== undefined;
  const begun = job.checkpoint?.["cardId"];
  const id = isThere ? cardId : CardId(typeof begun === "string" ? begun : deps.chance.id());
  if (!isThere && id !== begun) await at.checkpoint({ cardId: id });
  const composed = await composeStoryCard(deps, id, wanted);
  return composed.ok ? { ok: true, cardId: id } : composed;
}

async function recordingsThere(deps: MakeDeps, { sounds }: Story): Promise<ReadonlySet<AudioId>> {
  const ids = [...new Set(sounds.map(({ audioId }) => audioId))];
  return new Set((await deps.audio.getMany(ids)).map(({ value }) => value.id));
}
