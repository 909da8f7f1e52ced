import { z } from "@hono/zod-openapi";
import { AudioTitle } from "./audio.ts";

/** A voice that texts can be spoken in. */
export const Voice = z
  .object({
    id: z.string(),
    name: z.string(),
    language: z.string().openapi({ example: "en-GB" }),
    description: z.string().optional(),
    /** Who speaks: `flite-0.1.1` is the engine that is built in. */
    engine: z.string(),
  })
  .openapi("Voice");
export const Voices = z.object({ items: z.array(Voice) }).openapi("Voices");
export type Voices = z.infer<typeof Voices>;

/** Who reads, and how fast. */
export const speechManner = {
  /** The narrator's. Left out: the first voice. */
  voiceId: z.string().max(100).optional(),
  /** Whose voice each speaker has: `Wolf: …` at the beginning of a line is said by the one named Wolf. */
  speakers: z
    .record(z.string().trim().min(1).max(60), z.string().max(100))
    .refine((given) => Object.keys(given).length <= 30, "may have 30 speakers at most")
    .default({}),
  /** 1 is the voice's own speed. */
  rate: z.number().min(0.5).max(2).default(1),
};

const speech = { text: z.string().trim().min(1).max(500_000), ...speechManner };

/** A text to be spoken and kept. */
export const NewSpeech = z.object({ title: AudioTitle, ...speech }).openapi("NewSpeech");
/** A text, and the names that seem to speak in it. */
export const ScriptText = z.object({ text: speech.text }).openapi("ScriptText");
export const Speakers = z.object({ speakers: z.array(z.string()) }).openapi("Speakers");
export type Speakers = z.infer<typeof Speakers>;
/** A text to be heard before it is kept. */
export const SpeechPreview = z.object({ ...speech, text: speech.text.max(1000) }).openapi("SpeechPreview");
