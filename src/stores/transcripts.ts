import { z } from "zod";
import { type Transcript, type TranscriptLine, wordsOfLines } from "../domain/audio/transcript.ts";
import type { AudioId } from "../domain/ids.ts";
import type { Table } from "../ports/table.ts";
import { gather, recordsOf } from "./records.ts";
import { ids } from "./schemas.ts";

/** Different words that are said in a recording, with spaces between them; more than one of these for a long one. */
export type SaidIn = { readonly audioId: AudioId; readonly page: number; readonly words: string };

type Head = Omit<Transcript, "lines"> & { readonly audioId: AudioId; readonly pages: number };
type Page = { readonly audioId: AudioId; readonly page: number; readonly lines: readonly TranscriptLine[] };

const headSchema: z.ZodType<Head> = z.object({
  audioId: ids.audio,
  by: z.string(),
  language: z.string().exactOptional(),
  madeAtMs: z.number(),
  pages: z.number(),
});
const pageSchema: z.ZodType<Page> = z.object({
  audioId: ids.audio,
  page: z.number(),
  lines: z.array(z.object({ startSeconds: z.number(), text: z.string() })),
});
const saidSchema: z.ZodType<SaidIn> = z.object({ audioId: ids.audio, page: z.number(), words: z.string() });

/** An item this large is written at once, also where a table takes only so many kilobytes a second. */
const mostCharacters = 8000;

/** What is said in recordings, line by line, and the words of each for searching. */
export function createTranscripts(table: Table) {
  const heads = recordsOf(table, { schema: headSchema, place: ({ audioId }) => headKeyOf(audioId) });
  const pages = recordsOf(table, {
    schema: pageSchema,
    place: ({ audioId, page }) => ({ pk: `AUDIO#${audioId}`, sk: `TRANSCRIPT#${numberOf(page)}` }),
  });
  const said = recordsOf(table, {
    schema: saidSchema,
    place: ({ audioId, page }) => ({
      pk: `AUDIO#${audioId}`,
      sk: `WORDS#${numberOf(page)}`,
      index: { pk: "WORDS", sk: `${audioId}#${numberOf(page)}` },
    }),
  });

  /** Takes away what an older, longer transcript left behind the last page of this one. */
  async function shorten(id: AudioId, prefix: "TRANSCRIPT#" | "WORDS#", count: number): Promise<void> {
    const left = { pk: `AUDIO#${id}`, from: `${prefix}${numberOf(count)}`, to: `${prefix}~` };
    for (let cursor: string | undefined; ; ) {
      const found = await table.query({ ...left, ...(cursor !== undefined && { cursor }) });
      for (const { pk, sk } of found.items) await table.delete({ pk, sk });
      cursor = found.cursor;
      if (cursor === undefined) return;
    }
  }

  return {
    async get(id: AudioId): Promise<Transcript | undefined> {
      const head = (await heads.get(headKeyOf(id)))?.value;
      if (head === undefined) return undefined;
      const { audioId: _, pages: count, ...facts } = head;
      const found = await gather(pages.all({ pk: `AUDIO#${id}`, prefix: "TRANSCRIPT#" }));
      return { ...facts, lines: found.slice(0, count).flatMap(({ value }) => value.lines) };
    },
    async keep(id: AudioId, { lines, ...facts }: Transcript): Promise<void> {
      const cut = inPages(lines, ({ text }) => text.length + 30);
      const words = inPages(wordsOfLines(lines), (word) => word.length + 1);
      for (const [page, some] of cut.entries()) await pages.put({ audioId: id, page, lines: some });
      for (const [page, some] of words.entries())
        await said.put({ audioId: id, page, words: some.join(" ") });
      await heads.put({ ...facts, audioId: id, pages: cut.length });
      await shorten(id, "TRANSCRIPT#", cut.length);
      await shorten(id, "WORDS#", words.length);
    },
    async *said(id?: AudioId): AsyncGenerator<SaidIn, void, undefined> {
      const where =
        id === undefined ? { pk: "WORDS", inIndex: true } : { pk: `AUDIO#${id}`, prefix: "WORDS#" };
      for await (const { value } of said.all(where)) yield value;
    },
    async delete(id: AudioId): Promise<void> {
      await heads.delete(headKeyOf(id));
      await shorten(id, "TRANSCRIPT#", 0);
      await shorten(id, "WORDS#", 0);
    },
  };
}

function inPages<Each>(all: readonly Each[], size: (each: Each) => number): readonly (readonly Each[])[] {
  const cut: Each[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const each of all) {
    if (characters + size(each) > mostCharacters) {
      cut.push([]);
      characters = 0;
    }
    cut.at(-1)?.push(each);
    characters += size(each);
  }
  return cut;
}

function headKeyOf(id: AudioId) {
  return { pk: `AUDIO#${id}`, sk: "TRANSCRIPT" };
}

function numberOf(page: number): string {
  return String(page).padStart(4, "0");
}
