import { z } from "zod";
import type { Speech, Voice } from "../../ports/speech.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import { askService } from "./ask-service.ts";
import { keptForAWhile } from "./kept-for-a-while.ts";
import { samplesOfPcm16 } from "./pcm16.ts";

const service = { name: "ElevenLabs", keyName: "ELEVENLABS_API_KEY" };
const sampleRateHz = 24_000;
const mostPages = 20;

const VoicesPage = z.object({
  voices: z.array(
    z.object({
      voice_id: z.string(),
      name: z.string(),
      description: z.string().nullish(),
      labels: z.record(z.string(), z.string().nullish()).nullish(),
    }),
  ),
  has_more: z.boolean().nullish(),
  next_page_token: z.string().nullish(),
});

/**
 * Speech by ElevenLabs' voices, in whatever language the text is. Its speed goes from 0.7 to 1.2; slower and faster are those.
 * @see https://elevenlabs.io/docs/api-reference/text-to-speech/convert
 * @see https://elevenlabs.io/docs/api-reference/voices/search
 */
export function createElevenLabsSpeech(options: {
  readonly key: string;
  readonly url?: string;
  readonly model?: string;
  readonly nowMs: () => number;
}): Speech {
  const { key, url = "https://api.elevenlabs.io", model = "eleven_multilingual_v2", nowMs } = options;
  const headers = { "xi-api-key": key };
  const voices = keptForAWhile(ask, nowMs);

  async function ask(): Promise<readonly Voice[]> {
    const found: Voice[] = [];
    let next: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const address = new URL("/v2/voices?page_size=100", url);
      if (next !== undefined) address.searchParams.set("next_page_token", next);
      const answer = VoicesPage.parse(await (await askService(service, address, { headers })).json());
      for (const { voice_id, name, description, labels } of answer.voices) {
        const words = [labels?.["gender"], labels?.["age"], labels?.["accent"], labels?.["descriptive"]];
        const about = description ?? words.filter((word) => word).join(", ");
        found.push({
          id: voice_id,
          name,
          language: "mul",
          engine: `elevenlabs-${model}`,
          maxCharacters: 2500,
          ...(about !== "" && { description: about.slice(0, 200) }),
        });
      }
      next = answer.has_more ? (answer.next_page_token ?? undefined) : undefined;
      if (next === undefined) break;
    }
    return found;
  }

  return {
    voices,
    async synthesize({ text, voiceId, rate = 1, signal }) {
      signal?.throwIfAborted();
      if (!(await voices()).some(({ id }) => id === voiceId))
        throw new Unavailable("ElevenLabs has no such voice; choose another one");
      const address = new URL(`/v1/text-to-speech/${encodeURIComponent(voiceId)}`, url);
      address.searchParams.set("output_format", `pcm_${sampleRateHz}`);
      const answer = await askService(service, address, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify({
          text,
          model_id: model,
          voice_settings: { speed: Math.min(1.2, Math.max(0.7, rate)) },
        }),
        signal,
      });
      return { sampleRateHz, samples: samplesOfPcm16(await answer.arrayBuffer()) };
    },
  };
}
