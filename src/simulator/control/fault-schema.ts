import { z } from "zod";
import type { FaultRule } from "../faults.ts";

const ms = z.number().int().nonnegative();
const rest = {
  times: z.union([z.number().int().positive(), z.literal("always")]).optional(),
  probability: z.number().min(0).max(1).optional(),
  forMs: ms.optional(),
};
const simply = <Name extends string>(...names: readonly [Name, ...Name[]]) => z.object({ do: z.enum(names) });

const httpFault = z.union([
  simply("invalid-json", "truncated", "lost-response", "drop"),
  z.object({
    do: z.literal("status"),
    status: z.number().int().min(200).max(599),
    retryAfter: z.string().optional(),
    body: z.string().optional(),
    afterWork: z.boolean().optional(),
  }),
  z.object({ do: z.literal("hang"), ms: ms.optional() }),
  z.object({ do: z.literal("latency"), ms }),
]);

const topicFault = z.union([
  simply("drop", "duplicate", "reorder", "strings-for-numbers", "invalid-json"),
  z.object({ do: z.literal("delay"), ms }),
  z.object({ do: z.literal("change"), fields: z.record(z.string(), z.unknown()) }),
]);

const connectionFault = z.union([
  simply("hang", "drop", "refuse-suback"),
  z.object({
    do: z.literal("refuse-connack"),
    code: z.union([z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  }),
  z.object({ do: z.literal("drop-after"), ms }),
  z.object({ do: z.literal("half-open"), afterMs: ms.optional() }),
]);

const transcodeFault = z.union([
  simply("stall"),
  z.object({ do: z.literal("fail"), phase: z.enum(["failed", "error", "cancelled", "aborted"]).optional() }),
  z.object({ do: z.literal("slow"), ms }),
]);

const schema = z.union([
  z.object({
    where: z.strictObject({ path: z.string(), method: z.string().toUpperCase().optional() }),
    what: httpFault,
    ...rest,
  }),
  z.object({ where: z.strictObject({ topic: z.string() }), what: topicFault, ...rest }),
  z.object({
    where: z.strictObject({
      mqtt: z.enum(["connect", "subscribe", "publish"]),
      clientId: z.string().optional(),
    }),
    what: connectionFault,
    ...rest,
  }),
  z.object({ where: z.strictObject({ work: z.literal("transcode") }), what: transcodeFault, ...rest }),
]);

/** Reads a fault rule from JSON; `undefined` when it is none. */
export function readFaultRule(json: unknown): FaultRule | undefined {
  const read = schema.safeParse(json);
  // JSON knows no `undefined`, so that absent fields are really absent here.
  return read.success ? (read.data as FaultRule) : undefined;
}
