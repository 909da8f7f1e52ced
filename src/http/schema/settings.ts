import { z } from "@hono/zod-openapi";

/** What a person can set, with what holds now. */
export const Settings = z
  .object({
    /** The address that cards carry. */
    publicUrl: z.url(),
    /** Set by `PUBLIC_URL`: players outside this machine can reach it. */
    publicUrlIsSet: z.boolean(),
    /** Bytes from us, or a redirect to where they are. */
    delivery: z.enum(["proxy", "redirect"]),
    limits: z.object({
      uploadBytes: z.number().int(),
      tracksPerCard: z.number().int(),
      secondsPerTrack: z.number().int(),
      bytesPerTrack: z.number().int(),
      secondsPerCard: z.number().int(),
      bytesPerCard: z.number().int(),
    }),
    features: z.object({
      /** Text can be spoken here. */
      speech: z.boolean(),
      /** A Yoto client id is configured: real families can be linked. */
      realYoto: z.boolean(),
    }),
  })
  .openapi("Settings");
export type Settings = z.infer<typeof Settings>;
