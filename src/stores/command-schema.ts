import { z } from "zod";
import type { Command, OrderOutcome, PlayerOrder } from "../domain/players/command.ts";
import { ids } from "./schemas.ts";

/** A command as it is stored. */
export const commandSchema: z.ZodType<Command> = z.discriminatedUnion("do", [
  z.object({ do: z.literal("resume") }),
  z.object({ do: z.literal("pause") }),
  z.object({ do: z.literal("stop") }),
  z.object({
    do: z.literal("play-card"),
    yotoCardId: ids.yotoCard,
    chapterKey: z.string().exactOptional(),
    trackKey: z.string().exactOptional(),
    fromSeconds: z.number().exactOptional(),
    untilSeconds: z.number().exactOptional(),
    anyButtonStops: z.boolean().exactOptional(),
  }),
  z.object({ do: z.literal("set-volume"), percent: z.number() }),
  z.object({
    do: z.literal("set-sleep-timer"),
    seconds: z.number(),
    endOf: z.enum(["track", "chapter"]).exactOptional(),
  }),
  z.object({ do: z.literal("set-ambient-light"), red: z.number(), green: z.number(), blue: z.number() }),
  z.object({ do: z.literal("show-icon"), url: z.string(), seconds: z.number(), animated: z.boolean() }),
  z.object({ do: z.literal("bluetooth-on"), as: z.enum(["headphones-source", "speaker"]) }),
  z.object({ do: z.literal("bluetooth-off") }),
  z.object({ do: z.literal("bluetooth-connect") }),
  z.object({ do: z.literal("bluetooth-disconnect") }),
  z.object({ do: z.literal("bluetooth-forget-all") }),
  z.object({ do: z.literal("reboot") }),
]);

/** An order to a player as it is stored. */
export const playerOrderSchema: z.ZodType<PlayerOrder> = z.object({
  id: ids.command,
  playerId: ids.player,
  command: commandSchema,
  orderedAtMs: z.number(),
  expiresAtMs: z.number(),
  sendAtMs: z.number().exactOptional(),
  orderedBy: z.string(),
});

/** What became of an order, as it is stored. */
export const orderOutcomeSchema: z.ZodType<OrderOutcome> = z.discriminatedUnion("is", [
  z.object({ is: z.literal("waiting") }),
  z.object({
    is: z.enum(["sent", "acked", "took-effect", "refused", "timed-out", "player-offline", "expired"]),
    atMs: z.number(),
  }),
]);
