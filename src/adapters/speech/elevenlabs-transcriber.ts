import { openAsBlob } from "node:fs";
import { z } from "zod";
import { linesOfWords } from "../../domain/audio/transcript.ts";
import type { Transcriber } from "../../ports/transcriber.ts";
import { askService } from "./ask-service.ts";

const service = { name: "ElevenLabs", keyName: "ELEVENLABS_API_KEY" };
/** It answers when it has heard everything. */
const timeoutMs = 600_000;
const mostSeconds = 10 * 3600;

const Answer = z.object({
  language_code: z.string().nullish(),
  words: z
    .array(
      z.object({
        text: z.string(),
        start: z.number().nullish(),
        end: z.number().nullish(),
        type: z.string().nullish(),
      }),
    )
    .nullish(),
});

/**
 * What is said, heard by ElevenLabs' Scribe.
 * @see https://elevenlabs.io/docs/api-reference/speech-to-text/convert
 */
export function createElevenLabsTranscriber(options: {
  readonly key: string;
  readonly url?: string;
  readonly model?: string;
}): Transcriber {
  const { key, url = "https://api.elevenlabs.io", model = "scribe_v1" } = options;
  return {
    engine: `elevenlabs-${model}`,
    async transcribe({ path, codec, seconds, language, signal }) {
      signal.throwIfAborted();
      if (seconds > mostSeconds)
        return { ok: false, why: "ElevenLabs takes ten hours at most.", hint: "Split the recording first." };
      const form = new FormData();
      form.set("model_id", model);
      form.set("timestamps_granularity", "word");
      form.set("tag_audio_events", "false");
      if (language !== undefined) form.set("language_code", language.slice(0, 2));
      form.set("file", await openAsBlob(await path()), `recording.${codec}`);
      const answer = await askService(service, new URL("/v1/speech-to-text", url), {
        method: "POST",
        headers: { "xi-api-key": key },
        body: form,
        signal,
        timeoutMs,
      });
      const { language_code, words } = Answer.parse(await answer.json());
      const said = (words ?? []).filter(({ type }) => type !== "spacing" && type !== "audio_event");
      const lines = linesOfWords(
        said.map(({ text, start, end }) => ({
          text,
          startSeconds: start ?? 0,
          endSeconds: end ?? start ?? 0,
        })),
      );
      return { ok: true, ...(language_code ? { language: language_code } : {}), lines };
    },
  };
}
