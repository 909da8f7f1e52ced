import { z } from "zod";
import { type HeardWord, linesOfWords } from "../../../domain/audio/transcript.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Transcriber, WrittenDown } from "../../../ports/transcriber.ts";
import { Unavailable } from "../../../ports/unavailable.ts";
import { AwsRefused, type SignedCall } from "../signed-call.ts";

const lookEveryMs = 5000;
const mostSeconds = 4 * 3600;
const answerWithinMs = 30_000;

const jobAnswer = z.object({
  TranscriptionJob: z.object({
    TranscriptionJobStatus: z.enum(["QUEUED", "IN_PROGRESS", "FAILED", "COMPLETED"]),
    FailureReason: z.string().optional(),
    LanguageCode: z.string().optional(),
    Transcript: z.object({ TranscriptFileUri: z.url() }).optional(),
  }),
});
const transcriptFile = z.object({
  results: z.object({
    items: z.array(
      z.object({
        type: z.string(),
        start_time: z.coerce.number().optional(),
        end_time: z.coerce.number().optional(),
        alternatives: z.array(z.object({ content: z.string() })),
      }),
    ),
  }),
});

/**
 * Amazon Transcribe: it reads the recording out of our bucket with our permissions, and keeps the words until we have them.
 * @see https://docs.aws.amazon.com/transcribe/latest/APIReference/API_StartTranscriptionJob.html
 */
export function createAwsTranscriber(options: {
  readonly call: SignedCall;
  readonly bucket: string;
  readonly clock: Clock;
}): Transcriber {
  const { call, bucket, clock } = options;
  const ask = (action: string, body: object, signal?: AbortSignal) =>
    call("transcribe", {
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `com.amazonaws.transcribe.Transcribe.${action}`,
      },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });

  /** One that was begun by an earlier run goes on. */
  async function begin(name: string, fileKey: string, language: string | undefined, signal: AbortSignal) {
    const body = {
      TranscriptionJobName: name,
      Media: { MediaFileUri: `s3://${bucket}/${fileKey}` },
      MediaFormat: "mp3",
      ...(language === undefined ? { IdentifyLanguage: true } : { LanguageCode: language }),
    };
    try {
      await ask("StartTranscriptionJob", body, signal);
    } catch (error) {
      if (!(error instanceof AwsRefused) || error.type !== "ConflictException") throw error;
    }
  }

  async function ended(name: string, signal: AbortSignal) {
    for (;;) {
      const answer = await ask("GetTranscriptionJob", { TranscriptionJobName: name }, signal);
      const { TranscriptionJob: job } = jobAnswer.parse(await answer.json());
      const { TranscriptionJobStatus: status } = job;
      if (status === "COMPLETED" || status === "FAILED") return job;
      await clock.sleep(lookEveryMs, signal);
    }
  }

  return {
    engine: "aws-transcribe",
    async transcribe({ id, fileKey, codec, seconds, language, signal }): Promise<WrittenDown> {
      signal.throwIfAborted();
      if (codec !== "mp3")
        return {
          ok: false,
          why: "Amazon Transcribe does not read this kind of sound.",
          hint: "Trim it once: then it is MP3.",
        };
      if (seconds > mostSeconds)
        return {
          ok: false,
          why: "Amazon Transcribe takes four hours at most.",
          hint: "Split the recording first.",
        };
      const name = `yoto-smart-stream-${id}`;
      try {
        await begin(name, fileKey, language, signal);
        const job = await ended(name, signal);
        const address = job.Transcript?.TranscriptFileUri;
        const found = address === undefined ? undefined : await wordsAt(address, signal);
        // What it keeps is of no more use, also where it failed: the next try begins anew.
        await ask("DeleteTranscriptionJob", { TranscriptionJobName: name });
        if (found === undefined)
          return {
            ok: false,
            why: `Amazon Transcribe could not do it: ${job.FailureReason ?? "it did not say why"}.`,
            hint: "Say the language, or try again later.",
          };
        const spoken = job.LanguageCode ?? language;
        return { ok: true, ...(spoken !== undefined && { language: spoken }), lines: linesOfWords(found) };
      } catch (error) {
        if (!(error instanceof AwsRefused)) throw error;
        const isForbidden = error.status === 403 || error.type === "AccessDeniedException";
        return {
          ok: false,
          why: isForbidden
            ? "AWS does not allow this server to use Transcribe."
            : `Amazon Transcribe refused the recording (${error.type}).`,
          hint: isForbidden
            ? "Deploy again with --transcripts true."
            : "Say the language as a code like en-GB, or try another recording.",
        };
      }
    },
  };
}

async function wordsAt(address: string, signal: AbortSignal): Promise<readonly HeardWord[]> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]);
  const answer = await fetch(address, { signal: until }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new Unavailable("Amazon Transcribe's words could not be fetched; try again later", { cause });
  });
  if (!answer.ok)
    throw new Unavailable(`Amazon Transcribe's words answered ${answer.status}; try again later`);
  const { results } = transcriptFile.parse(await answer.json());
  let lastSeconds = 0;
  return results.items.map(({ start_time, end_time, alternatives }) => {
    const startSeconds = start_time ?? lastSeconds;
    lastSeconds = end_time ?? lastSeconds;
    return { text: alternatives[0]?.content ?? "", startSeconds, endSeconds: lastSeconds };
  });
}
