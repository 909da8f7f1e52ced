import { z } from "@hono/zod-openapi";

/** How the connection to one linked Yoto family is doing, without naming the family. */
export const AccountHealth = z
  .object({
    state: z.enum(["connected", "connecting", "link-again", "unavailable"]),
    /** What is being done about it, in a sentence. */
    note: z.string().optional(),
    players: z.number().int(),
    connectedSinceMs: z.number().optional(),
    lastEventAtMs: z.number().optional(),
    lastHeartbeatAtMs: z.number().optional(),
  })
  .openapi("AccountHealth");
export type AccountHealth = z.infer<typeof AccountHealth>;

/** Where the pretend Yoto is, told in demo mode only. */
export const Demo = z
  .object({
    /** Base address of the pretend Yoto's control API and page (`<pretendUrl>/_pretend`). */
    pretendUrl: z.url(),
  })
  .openapi("Demo");
export type Demo = z.infer<typeof Demo>;

/** What anybody may know of this installation. Never holds a secret or a name. */
export const Health = z
  .object({
    /** `starting` and `degraded` still answer 200: the process lives. */
    status: z.enum(["ok", "degraded", "starting"]),
    version: z.string(),
    /** What keeps the records: `memory`, `sqlite` or `dynamodb`. */
    store: z.string(),
    /** What keeps the audio: `memory`, `folder` or `s3`. */
    audio: z.string(),
    yoto: z.object({
      /** At least one family is linked. */
      linked: z.boolean(),
      /** At least one family must sign in at Yoto again. */
      linkAgain: z.boolean(),
      mqtt: z.enum(["connected", "connecting", "off"]),
      lastEventAt: z.string().nullable().openapi({ description: "ISO 8601, UTC" }),
      accounts: z.array(AccountHealth),
    }),
    /** Pieces of long work that nobody could do; absent where nobody counts them. */
    deadJobs: z.number().int().optional(),
    uptimeSeconds: z.number().int(),
    demo: Demo.optional(),
  })
  .openapi("Health");
export type Health = z.infer<typeof Health>;
