import { z } from "zod";

/** What a listener process is started with. */
export const ListenerOrders = z.object({
  folder: z.string(),
  listenerId: z.string(),
  yotoUrl: z.string(),
  mqttUrl: z.string(),
  clientId: z.string(),
  /** Players whose every stored state is told; `all` tells of everybody's. */
  watched: z.union([z.literal("all"), z.array(z.string())]),
});
export type ListenerOrders = z.infer<typeof ListenerOrders>;

/** A write that stands in the store. `atMs` is by `nowMs`. */
const Stored = z.object({
  playerId: z.string(),
  volumeSteps: z.number().optional(),
  fence: z.number(),
  version: z.number(),
  atMs: z.number(),
  /** How long ago the turn of the knob that it tells of reached the listener. */
  sinceHeardMs: z.number().optional(),
});
export type Stored = z.infer<typeof Stored>;

/** What a listener process tells of itself a few times a second. Counts are since its start. */
export const ListenerTold = z.object({
  rssMb: z.number(),
  /** Messages of players taken in. */
  heard: z.number(),
  /** Players with a playback report taken in. */
  playersHeard: z.number(),
  /** Accounts with a connection. */
  connected: z.number(),
  fencedOff: z.number(),
  /** Processor time used so far. */
  cpuSeconds: z.number(),
  stored: z.array(Stored),
});
export type ListenerTold = z.infer<typeof ListenerTold>;

/** Milliseconds, with fractions, of the clock that all processes of a machine share and nobody sets. */
export const nowMs = () => Number(process.hrtime.bigint()) / 1e6;
