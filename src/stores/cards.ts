import { z } from "zod";
import type { Card } from "../domain/cards/card.ts";
import type { CardId } from "../domain/ids.ts";
import type { Table, Written } from "../ports/table.ts";
import { cardFaceFields, cardFaceSchema } from "./card-schema.ts";
import { type Listed, type PageWanted, pageOf, recordsOf, utcOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

const schema: z.ZodType<Card> = z.object({
  id: ids.card,
  ...cardFaceFields,
  published: z
    .object({
      accountId: ids.yotoAccount,
      yotoCardId: ids.yotoCard,
      atMs: z.number(),
      as: cardFaceSchema.exactOptional(),
    })
    .exactOptional(),
  creating: z.object({ accountId: ids.yotoAccount, sinceMs: z.number() }).exactOptional(),
  ownStreamId: ids.stream.exactOptional(),
  storyId: ids.story.exactOptional(),
  bakeJobId: ids.job.exactOptional(),
  mailIcons: z.record(z.string(), z.object({ shows: z.string(), before: z.string() })).exactOptional(),
  createdAtMs: z.number(),
  changedAtMs: z.number(),
});

/** Cards as we compose them. */
export type Cards = {
  get(id: CardId): Promise<Versioned<Card> | undefined>;
  /** By time of creation. */
  list(page?: PageWanted): Promise<Listed<Card>>;
  /** All of them, for looking one up by what it was published as, and for the backup. */
  all(): AsyncGenerator<Versioned<Card>, void, undefined>;
  create(card: Card): Promise<Written>;
  save(card: Card, ifVersion: number): Promise<Written>;
  /** Its backups stay. */
  delete(id: CardId): Promise<void>;
};

/** {@link Cards} over a table. */
export function createCards(table: Table): Cards {
  const records = recordsOf(table, {
    schema,
    place: ({ id, createdAtMs }) => ({
      ...keyOf(id),
      index: { pk: "CARD", sk: `${utcOf(createdAtMs)}#${id}` },
    }),
  });
  return {
    get: (id) => records.get(keyOf(id)),
    list: (page) => records.page({ pk: "CARD", inIndex: true, ...pageOf(page) }),
    all: () => records.all({ pk: "CARD", inIndex: true }),
    create: (card) => records.put(card, { ifAbsent: true }),
    save: (card, ifVersion) => records.put(card, { ifVersion }),
    async delete(id) {
      await records.delete(keyOf(id));
    },
  };
}

function keyOf(id: CardId) {
  return { pk: `CARD#${id}`, sk: "META" };
}
