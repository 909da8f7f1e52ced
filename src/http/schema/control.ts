import { z } from "@hono/zod-openapi";

const seconds = z.number().int().min(0).max(86_400);
const key = z.string().max(200);
const byte = z.number().int().min(0).max(255);

/** Which card, where in it to begin, and where to end. */
const cardPlace = {
  /** Yoto's id of a card, or … */
  yotoCardId: z.string().min(1).max(100).optional(),
  /** … ours of one of our own. */
  cardId: z.string().min(1).max(100).optional(),
  chapterKey: key.optional(),
  trackKey: key.optional(),
  fromSeconds: seconds
    .optional()
    .openapi({ description: "Absent: where the player remembers; 0: from the start." }),
  untilSeconds: seconds.min(1).optional().openapi({ description: "Stop at this second of the track." }),
  anyButtonStops: z
    .boolean()
    .optional()
    .openapi({ description: "Any button of the player ends it, as with an alarm." }),
};

/**
 * What a parent asks of a player. `play` with `yotoCardId` or `cardId` starts that card, without one it resumes; `next`,
 * `previous` and `seek` start the same card at the computed place, because players know no such commands. Volume is told in
 * `percent` (0–100), as `volume` in steps (0–16), or as `by`, steps up or down; the player keeps it under the cap of the hour.
 * A sleep timer runs for `seconds`, or `until` the end of what plays now. `bluetooth-on` as `loudspeaker` takes the player off
 * the network until somebody holds its left button for three seconds.
 */
export const ControlRequest = z
  .discriminatedUnion("action", [
    z.object({
      action: z.enum(["resume", "pause", "stop", "next", "previous", "skip_forward", "skip_backward"]),
    }),
    z.object({ action: z.enum(["play", "play-card"]), ...cardPlace }),
    z.object({ action: z.literal("seek"), seconds }),
    z.object({
      action: z.literal("volume"),
      percent: z.number().int().min(0).max(100).optional(),
      volume: z.number().int().min(0).max(16).optional().openapi({ description: "Steps, 0–16" }),
      by: z.number().int().min(-16).max(16).optional().openapi({ description: "Steps louder or quieter" }),
    }),
    z.object({
      action: z.literal("sleep-timer"),
      seconds: seconds.optional().openapi({ description: "From now; 0 turns it off" }),
      until: z.enum(["end-of-track", "end-of-chapter"]).optional(),
    }),
    z.object({ action: z.literal("ambient-light"), red: byte, green: byte, blue: byte }),
    z.object({
      action: z.literal("show-icon"),
      iconId: z.string().min(1).max(200).optional().openapi({ description: "From `GET /api/icons`" }),
      url: z
        .url({ protocol: /^https$/ })
        .max(2000)
        .optional()
        .openapi({ description: "Of any 16×16 picture the player can reach" }),
      seconds: z.number().int().min(1).max(3_600).default(10),
      animated: z.boolean().optional(),
    }),
    z.object({
      action: z.literal("bluetooth-on"),
      as: z.enum(["headphones", "loudspeaker"]).default("headphones"),
    }),
    z.object({
      action: z.enum([
        "bluetooth-off",
        "bluetooth-connect",
        "bluetooth-disconnect",
        "bluetooth-forget-all",
        "reboot",
      ]),
    }),
  ])
  .openapi("ControlRequest");
export type ControlRequest = z.input<typeof ControlRequest>;

/** The same of several players: of those named, or of all. `together` makes them begin at one moment. */
export const ControlManyRequest = z
  .object({
    players: z.array(z.string().min(1).max(100)).min(1).max(100).optional(),
    together: z.boolean().default(false),
    request: ControlRequest,
  })
  .openapi("ControlManyRequest");
export type ControlManyRequest = z.input<typeof ControlManyRequest>;

/**
 * An order and what became of it: `sent` to Yoto, `acked` by the player, `took-effect` in its state. `refused`, `timed-out`,
 * `player-offline` and `expired` are final, as is `took-effect`; some orders end as `acked`, because no report tells more.
 */
export const Order = z
  .object({
    id: z.string(),
    playerId: z.string(),
    action: z.string(),
    orderedAtMs: z.number(),
    expiresAtMs: z.number(),
    outcome: z.object({
      is: z.enum([
        "waiting",
        "sent",
        "acked",
        "took-effect",
        "refused",
        "timed-out",
        "player-offline",
        "expired",
      ]),
      atMs: z.number().optional(),
    }),
  })
  .openapi("Order");
export type Order = z.infer<typeof Order>;

/** The answer to a control request: the order; `success` and `player_id` are what older clients look for. */
export const ControlAnswer = z
  .object({ success: z.literal(true), player_id: z.string(), action: z.string(), order: Order })
  .openapi("ControlAnswer");
export type ControlAnswer = z.infer<typeof ControlAnswer>;

/** What was asked of each player: its order, or why there is none. */
export const ControlManyAnswer = z
  .object({
    items: z.array(
      z.object({
        playerId: z.string(),
        name: z.string().optional(),
        order: Order.optional(),
        refused: z.object({ code: z.string(), message: z.string() }).optional(),
      }),
    ),
    /** For `GET /api/players/joint-starts/{id}`. */
    jointStartId: z.string().optional(),
  })
  .openapi("ControlManyAnswer");
export type ControlManyAnswer = z.infer<typeof ControlManyAnswer>;

/** A start of several players at one moment, and how far apart they began, once that is known. */
export const JointStart = z
  .object({
    id: z.string(),
    /** The common moment. */
    sendAtMs: z.number(),
    orders: z.array(Order),
    /** From the first player's report of sound to the last one's, as they reached us. */
    apartMs: z.number().optional(),
  })
  .openapi("JointStart");
export type JointStart = z.infer<typeof JointStart>;
