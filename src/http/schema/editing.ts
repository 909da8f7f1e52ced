import { z } from "@hono/zod-openapi";
import { AudioTitle } from "./audio.ts";

const seconds = z.number().min(0).max(360_000);
const fade = z.number().min(0).max(60);

/** A stretch of a recording in a new one. */
export const AudioCut = z
  .object({
    audioId: z.string().max(100),
    /** Left out: from the beginning. */
    fromSeconds: seconds.optional(),
    /** Left out: to the end. */
    toSeconds: seconds.optional(),
    /** Louder or quieter than the recording is, in dB. */
    gainDb: z.number().min(-30).max(20).optional(),
    fadeInSeconds: fade.optional(),
    fadeOutSeconds: fade.optional(),
  })
  .refine(({ fromSeconds = 0, toSeconds = Number.POSITIVE_INFINITY }) => toSeconds - fromSeconds >= 0.1, {
    message: "must come at least a tenth of a second after the beginning",
    path: ["toSeconds"],
  })
  .openapi("AudioCut");
export type AudioCut = z.infer<typeof AudioCut>;

/** A new recording, made of stretches of others. */
export const NewAudioEdit = z
  .object({
    title: AudioTitle,
    cuts: z.array(AudioCut).min(1).max(100),
    /** Silence between the stretches. */
    gapSeconds: z.number().min(0).max(60).default(0),
    /** The end of one sounds under the beginning of the next; wins over the gap. */
    crossFadeSeconds: z.number().min(0).max(30).default(0),
    /** `auto` brings it to the usual loudness; `keep` leaves it as the stretches are. */
    treatment: z.enum(["auto", "speech", "music", "keep"]).default("auto"),
  })
  .openapi("NewAudioEdit");
export type NewAudioEdit = z.infer<typeof NewAudioEdit>;

/** How a recording is to be cut into several. */
export const NewAudioSplit = z
  .discriminatedUnion("by", [
    z.object({ by: z.literal("silence") }),
    z.object({ by: z.literal("chapters") }),
    /** Pieces of at most so many seconds, cut in a pause where there is one. */
    z.object({ by: z.literal("length"), seconds: z.number().min(10).max(36_000) }),
    z.object({ by: z.literal("points"), atSeconds: z.array(seconds).min(1).max(200) }),
  ])
  .openapi("NewAudioSplit");
export type NewAudioSplit = z.infer<typeof NewAudioSplit>;

/** How a recording is to be made once more. */
export const AudioRemake = z
  .object({
    treatment: z.enum(["auto", "speech", "music", "keep"]),
    /** Loudness in LUFS; left out: the usual −16. `keep` leaves it as it is. */
    targetLufs: z.number().min(-30).max(-10).optional(),
  })
  .openapi("AudioRemake");
export type AudioRemake = z.infer<typeof AudioRemake>;
