import { z } from "zod";
import type { StreamId, StreamSecret } from "../domain/ids.ts";
import type { Stream } from "../domain/streams/stream.ts";
import type { Table, Written } from "../ports/table.ts";
import { type Listed, type PageWanted, pageOf, recordsOf, utcOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";
import { secretHash } from "./secret-hash.ts";
import { streamRuleSchema } from "./stream-rule-schema.ts";
import { timeWindowSchema } from "./time-window-schema.ts";

const schema: z.ZodType<Stream> = z.object({
  id: ids.stream,
  title: z.string(),
  secret: ids.streamSecret,
  silenced: z.array(ids.streamSecret).exactOptional(),
  rule: streamRuleSchema,
  ending: z
    .object({ window: timeWindowSchema, minutes: z.number(), lullaby: ids.audio.exactOptional() })
    .exactOptional(),
  createdAtMs: z.number(),
  changedAtMs: z.number(),
});

/** Where a secret leads. Written before the stream that bears it; the stream itself decides whether it still does. */
type SecretPointer = { readonly hash: string; readonly streamId: StreamId };

const pointerSchema: z.ZodType<SecretPointer> = z.object({ hash: z.string(), streamId: ids.stream });

/** What the slots of cards play. */
export type Streams = {
  get(id: StreamId): Promise<Versioned<Stream> | undefined>;
  /** The stream that a URL's secret opens now; a replaced secret opens nothing. */
  bySecret(secret: StreamSecret): Promise<Versioned<Stream> | undefined>;
  /** By time of creation. */
  list(page?: PageWanted): Promise<Listed<Stream>>;
  create(stream: Stream): Promise<Written>;
  /** Also with a new secret, which silences the old one from this write on. */
  save(stream: Stream, ifVersion: number): Promise<Written>;
  /** `false`: it is no longer what was read. */
  delete(id: StreamId, ifVersion?: number): Promise<boolean>;
};

/** {@link Streams} over a table. */
export function createStreams(table: Table): Streams {
  const records = recordsOf(table, {
    schema,
    place: ({ id, createdAtMs }) => ({
      ...keyOf(id),
      index: { pk: "STREAM", sk: `${utcOf(createdAtMs)}#${id}` },
    }),
  });
  const pointers = recordsOf(table, { schema: pointerSchema, place: ({ hash }) => pointerKeyOf(hash) });

  const point = (stream: Stream) =>
    pointers.put({ hash: secretHash(stream.secret), streamId: stream.id }, { ifAbsent: true });
  const forget = (secret: StreamSecret) => pointers.delete(pointerKeyOf(secretHash(secret)));

  return {
    get: (id) => records.get(keyOf(id)),
    async bySecret(secret) {
      const pointer = await pointers.get(pointerKeyOf(secretHash(secret)));
      const found = pointer && (await records.get(keyOf(pointer.value.streamId)));
      return found?.value.secret === secret ? found : undefined;
    },
    list: (page) => records.page({ pk: "STREAM", inIndex: true, ...pageOf(page) }),
    async create(stream) {
      await point(stream);
      return records.put(stream, { ifAbsent: true });
    },
    async save(stream, ifVersion) {
      const before = await records.get(keyOf(stream.id));
      if (before?.version !== ifVersion) return { ok: false };
      const renewed = before.value.secret !== stream.secret;
      if (renewed) await point(stream);
      const written = await records.put(stream, { ifVersion });
      if (written.ok && renewed) await forget(before.value.secret);
      return written;
    },
    async delete(id, ifVersion) {
      const found = await records.get(keyOf(id));
      if (found === undefined) return true;
      if (!(await records.delete(keyOf(id), ifVersion))) return false;
      await forget(found.value.secret);
      return true;
    },
  };
}

function keyOf(id: StreamId) {
  return { pk: `STREAM#${id}`, sk: "META" };
}

function pointerKeyOf(hash: string) {
  return { pk: `SECRET#${hash}`, sk: "STREAM" };
}
