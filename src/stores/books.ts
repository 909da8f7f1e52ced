import { z } from "zod";
import type { Book } from "../domain/books/book.ts";
import type { BookId } from "../domain/ids.ts";
import type { Table, Written } from "../ports/table.ts";
import { type Listed, type PageWanted, pageOf, recordsOf, utcOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

const schema: z.ZodType<Book> = z.object({
  id: ids.book,
  title: z.string(),
  author: z.string().exactOptional(),
  language: z.string().exactOptional(),
  originalName: z.string(),
  coverKey: z.string().exactOptional(),
  chapters: z.array(
    z.object({
      title: z.string(),
      characters: z.number(),
      isBeside: z.literal(true).exactOptional(),
      audioId: ids.audio.exactOptional(),
    }),
  ),
  speakers: z.array(z.string()).exactOptional(),
  addedAtMs: z.number(),
  collectionId: ids.collection.exactOptional(),
  jobId: ids.job.exactOptional(),
});

/** Books whose chapters can be spoken; their texts are among the files. */
export type Books = {
  get(id: BookId): Promise<Versioned<Book> | undefined>;
  /** By time of coming. */
  list(page?: PageWanted): Promise<Listed<Book>>;
  create(book: Book): Promise<Written>;
  save(book: Book, ifVersion: number): Promise<Written>;
  delete(id: BookId): Promise<void>;
};

/** {@link Books} over a table. */
export function createBooks(table: Table): Books {
  const records = recordsOf(table, {
    schema,
    place: ({ id, addedAtMs }) => ({ ...keyOf(id), index: { pk: "BOOK", sk: `${utcOf(addedAtMs)}#${id}` } }),
  });
  return {
    get: (id) => records.get(keyOf(id)),
    list: (page) => records.page({ pk: "BOOK", inIndex: true, ...pageOf(page) }),
    create: (book) => records.put(book, { ifAbsent: true }),
    save: (book, ifVersion) => records.put(book, { ifVersion }),
    async delete(id) {
      await records.delete(keyOf(id));
    },
  };
}

function keyOf(id: BookId) {
  return { pk: `BOOK#${id}`, sk: "META" };
}
