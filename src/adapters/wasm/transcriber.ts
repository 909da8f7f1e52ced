import { join } from "node:path";
import { linesOfWords } from "../../domain/audio/transcript.ts";
import type { Transcriber } from "../../ports/transcriber.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { SpeechModel } from "./speech-model.ts";
import type { HearAnswer, HearRequest } from "./transcriber.thread.ts";
import { createWorkerThread, ThreadFailed } from "./worker-thread.ts";

/**
 * What is said, heard on this machine with a model that somebody put there: sherpa-onnx as WebAssembly, in a thread of low
 * priority, one recording after the other. What was heard so far is kept in `folder`: asked again under the same id, it goes on there.
 * `ffmpeg` is the path of a system's ffmpeg, for recordings we cannot decode.
 */
export function createSherpaTranscriber(
  { kind, config, languages }: SpeechModel,
  options: { readonly folder: string; readonly ffmpeg?: string | undefined },
): Transcriber & AsyncDisposable {
  const { folder, ffmpeg } = options;
  const thread = createWorkerThread(new URL("./transcriber.thread.ts", import.meta.url), "The listener");

  /** Where the model wants to be told the language. */
  function configFor(language: string | undefined): object {
    const { whisper, senseVoice } = config;
    if (whisper !== undefined) return { ...config, whisper: { ...whisper, language: language ?? "" } };
    if (senseVoice !== undefined)
      return { ...config, senseVoice: { ...senseVoice, language: language ?? "auto" } };
    return config;
  }

  return {
    engine: `sherpa-onnx-${kind}`,
    async transcribe({ id, path, language, signal, onProgress }) {
      signal.throwIfAborted();
      const code = language?.slice(0, 2).toLowerCase();
      if (code !== undefined && languages?.includes(code) === false)
        return {
          ok: false,
          why: "The model that listens here does not know this language.",
          hint: languages.length > 1 ? "Leave the language out, or use another model." : "Use another model.",
        };
      const request: HearRequest = {
        path: await path(),
        modelConfig: configFor(code),
        soFar: join(folder, `${id}.jsonl`),
        ...(ffmpeg !== undefined && { ffmpeg }),
      };
      try {
        const { words, language: heard } = (await thread.call(request, {
          signal,
          onProgress: (share) => typeof share === "number" && onProgress?.(share),
        })) as HearAnswer;
        const spoken = heard ?? code;
        return { ok: true, ...(spoken !== undefined && { language: spoken }), lines: linesOfWords(words) };
      } catch (error) {
        if (!(error instanceof ThreadFailed)) throw error;
        if (error.reason === "Unreadable")
          return {
            ok: false,
            why: "Nothing here can decode this recording.",
            hint: "Set FFMPEG to a system's ffmpeg and start again (docs/audio.md).",
          };
        throw new Unavailable(
          "The model that listens here could not be used; unpack it again, or take another (SHERPA_ONNX_MODEL)",
          { cause: error },
        );
      }
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
