import { z } from "zod";
import type { Collection } from "../domain/audio/collection.ts";
import type { CollectionId } from "../domain/ids.ts";
import type { Table, Written } from "../ports/table.ts";
import { gather, recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

const schema: z.ZodType<Collection> = z.object({
  id: ids.collection,
  title: z.string(),
  audio: z.array(ids.audio),
  createdAtMs: z.number(),
  changedAtMs: z.number(),
});

/** Recordings that belong together. */
export type Collections = {
  get(id: CollectionId): Promise<Versioned<Collection> | undefined>;
  /** All, by title; a family has dozens. */
  list(): Promise<readonly Versioned<Collection>[]>;
  create(collection: Collection): Promise<Written>;
  save(collection: Collection, ifVersion: number): Promise<Written>;
  /** What was in it stays in the library. */
  delete(id: CollectionId): Promise<void>;
};

/** {@link Collections} over a table. */
export function createCollections(table: Table): Collections {
  const records = recordsOf(table, { schema, place: ({ id }) => keyOf(id) });
  return {
    get: (id) => records.get(keyOf(id)),
    async list() {
      const all = await gather(records.all({ pk: "COLLECTION", prefix: "COLLECTION#" }));
      return all.toSorted((one, other) => one.value.title.localeCompare(other.value.title));
    },
    create: (collection) => records.put(collection, { ifAbsent: true }),
    save: (collection, ifVersion) => records.put(collection, { ifVersion }),
    async delete(id) {
      await records.delete(keyOf(id));
    },
  };
}

function keyOf(id: CollectionId) {
  return { pk: "COLLECTION", sk: `COLLECTION#${id}` };
}
