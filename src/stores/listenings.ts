import { z } from "zod";
import type { StreamId } from "../domain/ids.ts";
import type { Listening, Progress, SlotAnswer } from "../domain/streams/listening.ts";
import type { Table, Written } from "../ports/table.ts";
import { expirySeconds, type Listed, type PageWanted, pageOf, recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

const times = { firstAskedAtMs: z.number(), lastAskedAtMs: z.number() };

const answer: z.ZodType<SlotAnswer> = z.union([
  z.object({
    audio: z.array(ids.audio).min(1),
    fromSeconds: z.number().exactOptional(),
    endless: z.literal(true).exactOptional(),
    ending: z
      .object({ atSeconds: z.number(), fadeSeconds: z.number(), lullaby: ids.audio.exactOptional() })
      .exactOptional(),
    seconds: z.number(),
    playerId: ids.player.exactOptional(),
    ...times,
  }),
  // As versions before joined audio wrote it.
  z
    .object({ audioId: ids.audio, ...times })
    .transform(({ audioId, ...rest }) => ({ audio: [audioId], seconds: 0, ...rest })),
]);

const progress: z.ZodType<Progress> = z.object({
  last: ids.audio,
  index: z.number(),
  round: z.number(),
  date: z.string().exactOptional(),
});

const schema: z.ZodType<Listening> = z.object({
  streamId: ids.stream,
  listener: z.string(),
  startedAtMs: z.number(),
  lastAskedAtMs: z.number(),
  askedFrom: z.string().exactOptional(),
  answers: z.record(z.string(), answer),
  progress: z.record(z.string(), progress).default({}),
  walk: z
    .object({
      furthest: z.number(),
      told: z.array(
        z.object({
          slot: z.string(),
          step: z.number(),
          state: z.object({
            passage: z.string(),
            carries: z.array(z.string()),
            asks: z.number().exactOptional(),
            comesBack: z.literal(true).exactOptional(),
          }),
        }),
      ),
    })
    .exactOptional(),
});

/** A listener not heard of for this long begins anew. */
const forgottenAfterMs = 180 * 86_400_000;

/** Where each listener is in a stream. */
export type Listenings = {
  get(streamId: StreamId, listener: string): Promise<Versioned<Listening> | undefined>;
  of(streamId: StreamId, page?: PageWanted): Promise<Listed<Listening>>;
  /** Refused when there is one already. */
  create(listening: Listening): Promise<Written>;
  save(listening: Listening, ifVersion: number): Promise<Written>;
  delete(streamId: StreamId, listener: string): Promise<void>;
};

/** {@link Listenings} over a table. */
export function createListenings(table: Table): Listenings {
  const records = recordsOf(table, {
    schema,
    place: ({ streamId, listener, lastAskedAtMs }) => ({
      ...keyOf(streamId, listener),
      expiresAt: expirySeconds(lastAskedAtMs + forgottenAfterMs),
    }),
  });
  return {
    get: (streamId, listener) => records.get(keyOf(streamId, listener)),
    of: (streamId, page) => records.page({ pk: `STREAM#${streamId}`, prefix: "LISTENER#", ...pageOf(page) }),
    create: (listening) => records.put(listening, { ifAbsent: true }),
    save: (listening, ifVersion) => records.put(listening, { ifVersion }),
    async delete(streamId, listener) {
      await records.delete(keyOf(streamId, listener));
    },
  };
}

function keyOf(streamId: StreamId, listener: string) {
  return { pk: `STREAM#${streamId}`, sk: `LISTENER#${listener}` };
}
