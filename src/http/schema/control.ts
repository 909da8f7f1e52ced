import { z } from "@hono/zod-openapi";

const seconds = z.number().int().min(0).max(86_400);

/**
 * What a parent asks of a player. `play` with `yotoCardId` or `cardId` starts that card, without one it resumes; `next`,
 * `previous` and `seek` start the same card at the computed place, because players know no such commands. Volume is told in
 * `percent` (0–100) or as `volume` in steps (0–16).
 */
export const ControlRequest = z
  .discriminatedUnion("action", [
    z.object({
      action: z.enum([
        "play",
        "resume",
        "pause",
        "stop",
        "next",
        "previous",
        "skip_forward",
        "skip_backward",
      ]),
    }),
    z.object({ action: z.literal("seek"), seconds }),
    z.object({
      action: z.literal("volume"),
      percent: z.number().int().min(0).max(100).optional(),
      volume: z.number().int().min(0).max(16).optional().openapi({ description: "Steps, 0–16" }),
    }),
    z.object({
      action: z.literal("sleep-timer"),
      seconds: seconds.openapi({ description: "From now; 0 turns it off" }),
    }),
    z.object({
      action: z.literal("play-card"),
      /** One of the two. */
      yotoCardId: z.string().min(1).max(100).optional(),
      cardId: z.string().min(1).max(100).optional(),
      chapterKey: z.string().max(200).optional(),
      trackKey: z.string().max(200).optional(),
      /** Absent: where the player remembers; 0: from the start. */
      fromSeconds: seconds.optional(),
    }),
    z.object({
      action: z.literal("ambient-light"),
      red: z.number().int().min(0).max(255),
      green: z.number().int().min(0).max(255),
      blue: z.number().int().min(0).max(255),
    }),
    z.object({ action: z.enum(["reboot", "bluetooth-off", "bluetooth-disconnect"]) }),
  ])
  .openapi("ControlRequest");
export type ControlRequest = z.infer<typeof ControlRequest>;

/**
 * An order and what became of it: `sent` to Yoto, `acked` by the player, `took-effect` in its state. `refused`, `timed-out`,
 * `player-offline` and `expired` are final, as is `took-effect`.
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
