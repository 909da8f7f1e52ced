import { z } from "@hono/zod-openapi";
import { TimeZone } from "./rule.ts";

const delivery = z.enum(["auto", "proxy", "redirect"]);
const count = z.number().int().positive();

/** What a person can set, with what holds now. */
export const Settings = z
  .object({
    /** The address that cards carry. */
    publicUrl: z.url(),
    /** Set by `PUBLIC_URL`: players outside this machine can reach it. */
    publicUrlIsSet: z.boolean(),
    /** Bytes from us, or a redirect to where they are; `auto` goes by where we run. */
    delivery,
    /** Where the house is, for players that do not say. */
    timeZone: z.string(),
    /** How long single events are kept, and how long the days' sums. */
    history: z.object({ days: z.number().int(), statisticsDays: z.number().int() }),
    /** Files are kept as they were sent, beside what is made of them; an upload may say otherwise. */
    keepOriginals: z.boolean(),
    limits: z.object({
      uploadBytes: z.number().int(),
      tracksPerCard: z.number().int(),
      secondsPerTrack: z.number().int(),
      bytesPerTrack: z.number().int(),
      secondsPerCard: z.number().int(),
      bytesPerCard: z.number().int(),
    }),
    yotoScopes: z
      .array(z.string())
      .openapi({ description: "What a client made at Yoto must be allowed, so that families can be linked" }),
    features: z.object({
      /** Text can be spoken here. */
      speech: z.boolean(),
      /** What is said in recordings can be written down. */
      transcripts: z.boolean(),
      /** Who listens for that, where somebody is set up to. */
      transcriber: z.enum(["elevenlabs", "aws", "sherpa-onnx"]).optional(),
      /** A Yoto client id is configured: real families can be linked. */
      realYoto: z.boolean(),
    }),
  })
  .openapi("Settings");
export type Settings = z.infer<typeof Settings>;

/** Settings to change; what is left out stays. Limits hold for cards that are made from now on. */
export const SettingsChange = z
  .object({
    delivery: delivery.optional(),
    timeZone: TimeZone.optional(),
    /** Holds for what happens from now on. */
    history: z
      .object({ days: count.max(3650).optional(), statisticsDays: count.max(3650).optional() })
      .optional(),
    keepOriginals: z.boolean().optional(),
    uploadBytes: count.max(10_000_000_000).optional(),
    limits: z
      .object({
        tracksPerCard: count.optional(),
        secondsPerTrack: count.optional(),
        bytesPerTrack: count.optional(),
        secondsPerCard: count.optional(),
        bytesPerCard: count.optional(),
      })
      .optional(),
  })
  .openapi("SettingsChange");
export type SettingsChange = z.infer<typeof SettingsChange>;
