import { z } from "@hono/zod-openapi";
import { Order } from "./control.ts";
import { Job } from "./job.ts";
import { Player } from "./player.ts";

/**
 * The `data` of one server-sent event of `GET /api/events`; the event's name is `of`. Players, orders and jobs come whole;
 * for the rest, read the list again. `hello` comes first, and again after a gap: read everything you show.
 */
export const LiveEvent = z
  .discriminatedUnion("of", [
    z.object({
      of: z.literal("hello"),
      resumed: z.boolean(),
      /** There is no wire: this answer ends by itself. Ask again with its last id after so long. */
      againInMs: z.number().int().optional(),
    }),
    z.object({ of: z.literal("player"), player: Player }),
    z.object({ of: z.literal("players") }),
    z.object({ of: z.literal("player-settings"), playerId: z.string() }),
    z.object({ of: z.literal("order"), order: Order }),
    z.object({ of: z.literal("job"), job: Job }),
    z.object({
      of: z.enum([
        "audio",
        "feeds",
        "streams",
        "stories",
        "cards",
        "yoto-accounts",
        "yoto-connections",
        "settings",
        "house-rules",
        "webhooks",
      ]),
    }),
    /** The session ended: sign in again. */
    z.object({ of: z.literal("signed-out") }),
  ])
  .openapi("LiveEvent");
export type LiveEvent = z.infer<typeof LiveEvent>;
