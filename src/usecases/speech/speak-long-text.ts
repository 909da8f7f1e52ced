import type { UserName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { Json } from "../../domain/json.ts";
import type { addAudio } from "../audio/add-audio.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { speakToLibrary, type Voice } from "./speak-to-library.ts";

/** The kind of job that {@link speakLongText} does. */
export const speakKind = "speak";

/** A text longer than this takes more than a few seconds to speak. */
export const longTextCharacters = 3000;

/** Orders a long text to be spoken into the library. */
export function enqueueSpeech(
  deps: EnqueueJobDeps,
  wanted: {
    readonly title: string;
    readonly text: string;
    readonly voiceId: string | undefined;
    readonly speakers: Readonly<Record<string, string>>;
    readonly rate: number;
    readonly orderedBy: UserName | "system";
  },
): Promise<Job> {
  const { title, text, voiceId, speakers, rate, orderedBy } = wanted;
  const input = { title, text, rate, speakers, ...(voiceId !== undefined && { voiceId }) };
  return enqueueJob(deps, { kind: speakKind, title, input, orderedBy });
}

/** Why nothing was spoken, and what to do. */
export const notSpokenWords = {
  "no-speech": ["Speaking text is not set up on this server.", "Set up a voice first."],
  "nothing-to-say": ["There is nothing in this text that the voice can say.", "Write words in its language."],
  "unknown-voice": ["There is no such voice.", "Choose another voice."],
} as const;

/** The work. Sound that was spoken before comes from the cache, so a second run is quick. */
export async function speakLongText(
  deps: Parameters<typeof addAudio>[0] & { readonly voice: Voice | undefined },
  job: Job,
  at: JobContext,
): Promise<JobOutcome> {
  const { title, text, voiceId, rate } = job.input;
  const spoken = await speakToLibrary(deps, {
    title: typeof title === "string" ? title : "Spoken",
    text: typeof text === "string" ? text : "",
    voiceId: typeof voiceId === "string" ? voiceId : undefined,
    speakers: speakersOf(job.input["speakers"]),
    rate: typeof rate === "number" ? rate : 1,
    signal: at.signal,
    onProgress: (share) => at.tell({ done: Math.round(share * 1000), of: 1000 }),
  });
  if (spoken.ok) return { ok: true, result: { audioId: spoken.audio.id, audioIds: [spoken.audio.id] } };
  const [why, hint] = notSpokenWords[spoken.why];
  return { ok: false, why, hint };
}

/** Whose voice each speaker has, out of a job's input. */
export function speakersOf(given: Json | undefined): Readonly<Record<string, string>> {
  if (given === undefined || given === null || typeof given !== "object" || Array.isArray(given)) return {};
  return Object.fromEntries(
    Object.entries(given).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}
