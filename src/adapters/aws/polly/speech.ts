import { z } from "zod";
import type { Speech, Voice } from "../../../ports/speech.ts";
import { Unavailable } from "../../../ports/unavailable.ts";
import { AwsRefused, type SignedCall } from "../signed-call.ts";

/** The best that Polly's raw sound has. */
const sampleRateHz = 16_000;
const voicesAnswer = z.object({
  Voices: z.array(
    z.object({ Id: z.string(), Name: z.string(), LanguageCode: z.string(), Gender: z.string().optional() }),
  ),
  NextToken: z.string().nullish(),
});

/**
 * Speech by Amazon Polly's neural voices.
 * @see https://docs.aws.amazon.com/polly/latest/dg/API_SynthesizeSpeech.html
 */
export function createPollySpeech(call: SignedCall): Speech {
  let known: Promise<readonly Voice[]> | undefined;

  const ask = async (): Promise<readonly Voice[]> => {
    const voices: Voice[] = [];
    let next: string | undefined;
    do {
      const query = new URLSearchParams({ Engine: "neural", ...(next !== undefined && { NextToken: next }) });
      const answer = await call("polly", { method: "GET", path: `/v1/voices?${query}` });
      const page = voicesAnswer.parse(await answer.json());
      for (const { Id, Name, LanguageCode, Gender } of page.Voices)
        voices.push({
          id: Id,
          name: Name,
          language: LanguageCode,
          engine: "polly-neural",
          maxCharacters: 2500,
          ...(Gender !== undefined && { description: Gender === "Female" ? "a woman" : "a man" }),
        });
      next = page.NextToken ?? undefined;
    } while (next !== undefined);
    return voices;
  };

  return {
    voices() {
      known ??= ask().catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },
    async synthesize({ text, voiceId, rate = 1, signal }) {
      signal?.throwIfAborted();
      const percent = Math.round(100 * Math.min(2, Math.max(0.5, rate)));
      const body = {
        Engine: "neural",
        OutputFormat: "pcm",
        SampleRate: String(sampleRateHz),
        VoiceId: voiceId,
        TextType: "ssml",
        Text: `<speak><prosody rate="${percent}%">${escaped(text)}</prosody></speak>`,
      };
      try {
        const answer = await call("polly", {
          path: "/v1/speech",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
          timeoutMs: 60_000,
          ...(signal !== undefined && { signal }),
        });
        return { sampleRateHz, samples: samplesOf(new DataView(await answer.arrayBuffer())) };
      } catch (error) {
        if (error instanceof AwsRefused)
          throw new Unavailable(
            `Polly did not speak this (${error.type}); choose another voice or shorten the text`,
            { cause: error },
          );
        throw error;
      }
    },
  };
}

/** Signed 16 bit, low byte first. */
function samplesOf(bytes: DataView): Float32Array {
  const samples = new Float32Array(Math.floor(bytes.byteLength / 2));
  for (let at = 0; at < samples.length; at++) samples[at] = bytes.getInt16(at * 2, true) / 32_768;
  return samples;
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  // Characters that no XML may hold would make Polly refuse the whole.
  return text
    .replace(/[&<>"]/g, (each) => names[each] ?? each)
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, " ");
}
