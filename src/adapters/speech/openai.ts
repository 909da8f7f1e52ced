import type { Speech, Voice } from "../../ports/speech.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import { askService } from "./ask-service.ts";
import { samplesOfPcm16 } from "./pcm16.ts";

const service = { name: "The speech service", keyName: "OPENAI_API_KEY" };
/** What `response_format: "pcm"` has. */
const sampleRateHz = 24_000;

/** The voices that OpenAI's models have; a server of one's own may have others. */
const usualVoices = [
  "alloy",
  "ash",
  "ballad",
  "coral",
  "echo",
  "fable",
  "nova",
  "onyx",
  "sage",
  "shimmer",
  "verse",
] as const;

/**
 * Speech by OpenAI's voices, or by any server that speaks the same protocol, such as one at home with open voices.
 * @see https://platform.openai.com/docs/api-reference/audio/createSpeech
 */
export function createOpenAiSpeech(options: {
  readonly key: string;
  readonly url?: string;
  readonly model?: string;
  readonly voices?: readonly string[];
}): Speech {
  const { key, url = "https://api.openai.com/v1", model = "gpt-4o-mini-tts", voices = usualVoices } = options;
  const known: readonly Voice[] = voices.map((id) => ({
    id,
    name: id.charAt(0).toUpperCase() + id.slice(1),
    language: "mul",
    engine: `openai-${model}`,
    maxCharacters: 4000,
  }));
  return {
    voices: async () => known,
    async synthesize({ text, voiceId, rate = 1, signal }) {
      signal?.throwIfAborted();
      if (!known.some(({ id }) => id === voiceId))
        throw new Unavailable(`There is no voice "${voiceId}"; choose one of ${voices.join(", ")}`);
      const answer = await askService(service, new URL(`${url.replace(/\/$/, "")}/audio/speech`), {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({
          model,
          input: text,
          voice: voiceId,
          response_format: "pcm",
          speed: Math.min(2, Math.max(0.5, rate)),
        }),
        signal,
      });
      return { sampleRateHz, samples: samplesOfPcm16(await answer.arrayBuffer()) };
    },
  };
}
