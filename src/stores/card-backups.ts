import { z } from "zod";
import type { CardBackup } from "../domain/cards/card-backup.ts";
import type { CardId, YotoCardId } from "../domain/ids.ts";
import type { Table } from "../ports/table.ts";
import { cardFaceSchema } from "./card-schema.ts";
import { type Listed, type PageWanted, pageOf, recordsOf, utcOf, type Versioned } from "./records.ts";
import { ids, jsonObject } from "./schemas.ts";

const schema: z.ZodType<CardBackup> = z.object({
  of: z.union([ids.card, ids.yotoCard]),
  yotoCardId: ids.yotoCard,
  accountId: ids.yotoAccount,
  takenAtMs: z.number(),
  before: z.string(),
  json: jsonObject,
  face: cardFaceSchema.exactOptional(),
  deleted: z.object({ ownStreamId: ids.stream.exactOptional(), createdAtMs: z.number() }).exactOptional(),
  storyId: ids.story.exactOptional(),
});

/** What cards were before we wrote to them; kept for good. */
export type CardBackups = {
  /** Two of the same millisecond are both kept: the later one stands a millisecond after. */
  add(backup: CardBackup): Promise<CardBackup>;
  /** Newest first, unless wanted otherwise. */
  of(card: CardId | YotoCardId, page?: PageWanted): Promise<Listed<CardBackup>>;
  get(card: CardId | YotoCardId, takenAtMs: number): Promise<Versioned<CardBackup> | undefined>;
};

/** {@link CardBackups} over a table. */
export function createCardBackups(table: Table): CardBackups {
  const records = recordsOf(table, { schema, place: (backup) => keyOf(backup.of, backup.takenAtMs) });
  return {
    async add(backup) {
      for (let taken = backup; ; taken = { ...taken, takenAtMs: taken.takenAtMs + 1 })
        if ((await records.put(taken, { ifAbsent: true })).ok) return taken;
    },
    of: (card, page) =>
      records.page({ pk: `CARD#${card}`, prefix: "BACKUP#", backwards: true, ...pageOf(page) }),
    get: (card, takenAtMs) => records.get(keyOf(card, takenAtMs)),
  };
}

function keyOf(card: CardId | YotoCardId, takenAtMs: number) {
  return { pk: `CARD#${card}`, sk: `BACKUP#${utcOf(takenAtMs)}` };
}
