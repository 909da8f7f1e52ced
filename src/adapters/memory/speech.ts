import type { Speech, Voice } from "../../ports/speech.ts";
import { Unavailable } from "../../ports/unavailable.ts";

const sampleRateHz = 8000;
const voices: readonly Voice[] = ["one", "two"].map((id) => ({
  id,
  name: `Voice ${id}`,
  language: "en-GB",
  engine: "hum-1",
  maxCharacters: 1000,
}));

/** Hums, longer for a longer text: speech for tests that have no time to wait. Tells what it was asked to say. */
export function createHummingSpeech(): Speech & { readonly said: string[] } {
  const said: string[] = [];
  return {
    said,
    voices: async () => voices,
    async synthesize({ text, voiceId, rate = 1, signal }) {
      const pitch = voices.findIndex(({ id }) => id === voiceId);
      if (pitch < 0) throw new Unavailable(`There is no voice "${voiceId}"; choose another one`);
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      said.push(text);
      const samples = new Float32Array(Math.round(((0.8 + text.length / 100) * sampleRateHz) / rate));
      // The letters are in the hum: another text is another sound.
      for (let at = 0; at < samples.length; at++)
        samples[at] =
          0.3 * Math.sin(at / (5 + pitch)) * (0.5 + (text.charCodeAt(at % text.length) % 64) / 128);
      return { sampleRateHz, samples };
    },
  };
}
