import { createHash } from "node:crypto";
import { JobId, StreamId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import { greetingFor } from "../../domain/streams/greeting.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import { localTime } from "../../domain/time/local-time.ts";
import type { Log } from "../../ports/log.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import { type Web, WebRefused } from "../../ports/web.ts";
import type { Edition, Editions } from "../../stores/editions.ts";
import type { Settings } from "../../stores/settings.ts";
import type { Streams } from "../../stores/streams.ts";
import type { addAudio } from "../audio/add-audio.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { speakToLibrary, type Voice } from "../speech/speak-to-library.ts";
import { textWithin } from "./text-within.ts";

/** The kind of job that {@link makeEdition} does. */
export const makeEditionKind = "make-edition";

export type EditionOrderDeps = EnqueueJobDeps & {
  readonly streams: Streams;
  readonly editions: Editions;
  readonly settings: Settings;
};

/**
 * Orders that the words of the day are spoken, where it is time and nobody has ordered them: hours before anybody wakes, so that
 * no child waits. A changed rule is spoken anew.
 */
export async function orderDueEditions(deps: EditionOrderDeps): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await deps.streams.list({ limit: 500, ...(cursor !== undefined && { cursor }) });
    for (const { value } of page.records) await orderEditionIfDue(deps, value);
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/** The same for one stream. `anyway`: also before its hour, and again. */
export async function orderEditionIfDue(
  deps: EditionOrderDeps,
  { id, title, rule, changedAtMs }: Stream,
  anyway = false,
): Promise<Job | undefined> {
  if (rule.kind !== "today") return undefined;
  const zone = (await deps.settings.get("time-zone")).value;
  const nowMs = deps.clock.nowMs();
  const { date, minuteOfDay } = localTime(nowMs, zone);
  const before = await deps.editions.get(id);
  const orderedFor = anyway ? `${date}/${nowMs}` : `${date}/${changedAtMs}`;
  // The first of all is spoken at once: somebody has just made the stream and wants to hear it.
  const isTime = anyway || before === undefined || minuteOfDay >= rule.fromMinute;
  if (!isTime || before?.value.orderedFor === orderedFor) return undefined;
  // The job first, always under the same name: who dies in between, or comes at the same moment, orders no second one and loses none.
  const job = await enqueueJob(deps, {
    id: jobIdOf(id, orderedFor),
    kind: makeEditionKind,
    title: `“${title}” for ${date}`,
    input: { streamId: id, date },
    orderedBy: "system",
  });
  const ordered: Edition = { streamId: id, ...before?.value, orderedFor };
  // Refused where somebody else was quicker, with the same job: then the next look finds what is true.
  await deps.editions.save(ordered, before?.version);
  return job;
}

function jobIdOf(id: StreamId, orderedFor: string): JobId {
  const name = createHash("sha256").update(`${id} ${orderedFor}`).digest("hex").slice(0, 26);
  return JobId(`edition-${name}`);
}

type Deps = Parameters<typeof addAudio>[0] & {
  readonly streams: Streams;
  readonly editions: Editions;
  readonly settings: Settings;
  readonly voice: Voice | undefined;
  readonly web: Web;
  readonly log: Log;
};

const wordsWithinMs = 15_000;
const mostWordsBytes = 20_000;
const mostWordsCharacters = 600;

/** The work: asks for the sentence of the day, speaks it all, and lets it be the edition of its day. */
export async function makeEdition(deps: Deps, job: Job, at: JobContext): Promise<JobOutcome> {
  const { streamId, date } = job.input;
  const stream = (await deps.streams.get(StreamId(String(streamId))))?.value;
  if (stream?.rule.kind !== "today" || typeof date !== "string") return { ok: true, result: {} };
  const { rule, id } = stream;
  const asked = rule.wordsUrl === undefined ? { words: "" } : await wordsOf(deps, rule.wordsUrl, at.signal);
  const text = greetingFor(rule.greeting, date, asked.words ?? "");
  const spoken = await speakToLibrary(deps, {
    title: `${stream.title}, ${date}`,
    text,
    voiceId: rule.voiceId,
    signal: at.signal,
  });
  if (!spoken.ok) return { ok: false, why: "The words of the day could not be spoken.", hint: spoken.why };
  for (;;) {
    const before = await deps.editions.get(id);
    const { trouble: _, ...rest } = before?.value ?? { streamId: id, orderedFor: date };
    const edition: Edition = {
      ...rest,
      date,
      text,
      audioId: spoken.audio.id,
      ...(asked.trouble !== undefined && { trouble: asked.trouble }),
    };
    if ((await deps.editions.save(edition, before?.version)).ok) break;
  }
  deps.liveUpdates.publish({ of: "streams" });
  return { ok: true, result: { audioId: spoken.audio.id } };
}

/** The sentence that somebody's server says today. Without one the rest is spoken: a greeting without it is better than none. */
async function wordsOf(
  deps: Pick<Deps, "web" | "log">,
  url: string,
  signal: AbortSignal,
): Promise<{ readonly words?: string; readonly trouble?: string }> {
  try {
    const until = AbortSignal.any([signal, AbortSignal.timeout(wordsWithinMs)]);
    const answer = await deps.web.get(new URL(url), { signal: until });
    const text = await textWithin(answer.body, mostWordsBytes);
    if (answer.status !== 200) return { trouble: `The address for the words answered ${answer.status}.` };
    return { words: sentenceIn(text).slice(0, mostWordsCharacters) };
  } catch (error) {
    if (signal.aborted) throw error;
    deps.log.warn("no-words-for-today", { error });
    const refused = error instanceof WebRefused || error instanceof Unavailable ? error.message : "";
    return { trouble: `The address for the words did not answer. ${refused}`.trim() };
  }
}

/** Text as it is, or what JSON has under `text`. */
function sentenceIn(answer: string): string {
  try {
    const json: unknown = JSON.parse(answer);
    if (typeof json === "string") return json.trim();
    if (typeof json === "object" && json !== null && "text" in json && typeof json.text === "string")
      return json.text.trim();
  } catch {
    // It is plain text.
  }
  return answer.trim();
}
