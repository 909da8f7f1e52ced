import { AudioId, StreamId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { Mailboxes, MailLink } from "../../stores/mailboxes.ts";
import type { Streams } from "../../stores/streams.ts";
import { enqueueIngest, ingestUpload } from "../audio/ingest-upload.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { tellOfMail } from "./tell-of-mail.ts";

/** The kind of job that {@link takeMessage} does. */
export const takeMessageKind = "take-message";

/** A message is a few minutes of somebody talking. */
export const mostMessageBytes = 20_000_000;

/** Keeps what somebody said safe and orders that it becomes a message. */
export function leaveMessage(
  deps: Parameters<typeof enqueueIngest>[0],
  link: MailLink,
  sound: { readonly bytes: ReadableStream<Uint8Array>; readonly name: string },
) {
  return enqueueIngest(deps, {
    ...sound,
    title: `Message from ${link.name}`,
    tags: ["message"],
    treatment: "speech",
    maxBytes: mostMessageBytes,
    orderedBy: "system",
    forJob: { kind: takeMessageKind, input: { streamId: link.streamId, from: link.name } },
  });
}

type Deps = Parameters<typeof ingestUpload>[0] &
  Parameters<typeof tellOfMail>[0] & { readonly mailboxes: Mailboxes; readonly streams: Streams };

/** The work: what was said becomes a recording, the recording a message, and the players tell of it. */
export async function takeMessage(deps: Deps, job: Job, at: JobContext): Promise<JobOutcome> {
  const outcome = await ingestUpload(deps, job, at);
  const audioId = outcome.ok ? outcome.result["audioId"] : undefined;
  const { streamId, from } = job.input;
  if (typeof audioId !== "string" || audioId === "" || typeof streamId !== "string") return outcome;
  const stream = (await deps.streams.get(StreamId(streamId)))?.value;
  if (stream === undefined) return outcome; // the mailbox was taken away meanwhile; the recording stays
  await deps.mailboxes.add({
    streamId: stream.id,
    id: job.id,
    audioId: AudioId(audioId),
    from: typeof from === "string" ? from : "",
    // The job's own time: run again, it is the same message.
    receivedAtMs: job.createdAtMs,
  });
  await tellOfMail(deps, stream.id, { dark: false });
  deps.liveUpdates.publish({ of: "streams" });
  return outcome;
}
