import type { Book, BookLine, BookTaken } from "../http/schema/book.ts";
import type { Job } from "../http/schema/job.ts";
import type { Page } from "../http/schema/page.ts";
import { type Api, CliTrouble } from "./api.ts";
import { jobDone, madeBy } from "./job-done.ts";
import type { Cli } from "./program.ts";
import { columns } from "./text.ts";

/** Who reads, and how fast: as the API wants it. */
export type CliManner = {
  readonly voiceId?: string;
  readonly speakers: Readonly<Record<string, string>>;
  readonly rate: number;
};

/** Files that have chapters to be found in. */
export const isBookFile = (path: string) => /\.(epub|md|markdown|html?|xhtml|txt)$/i.test(path);

/** `books …`: what was brought in to be spoken. */
export function bookCommands({ program, api, tell }: Cli): void {
  const books = program.command("books").description("books whose chapters can be spoken");

  books
    .command("list")
    .description("books, newest first")
    .action(async () => {
      const { items } = await (await api()).ask<Page<BookLine>>("GET", "/api/books?limit=100");
      tell(items, () =>
        items.length === 0
          ? "There is no book yet. Bring one in: yoto-smart-stream audio speak <file.epub> --list"
          : columns(
              ["TITLE", "BY", "CHAPTERS", "SPOKEN", "ID"],
              items.map(({ title, author = "", chapters, spoken, id }) => [
                title,
                author,
                String(chapters),
                String(spoken),
                id,
              ]),
            ),
      );
    });

  books
    .command("delete <id>")
    .description("delete a book; what was spoken of it stays")
    .action(async (id: string) => {
      await (await api()).ask("DELETE", `/api/books/${encodeURIComponent(id)}`);
      tell({ deleted: id }, () => "Deleted. Its recordings stay in the library.");
    });
}

/** Brings a book in, and speaks the chapters that are wanted: all of the story where nothing is said. */
export async function speakBookFile(
  { reach, tell }: Pick<Cli, "reach" | "tell">,
  server: Api,
  path: string,
  wanted: CliManner & { readonly chapters: string | undefined; readonly listOnly: boolean },
): Promise<void> {
  const { name, bytes } = await reach.openFile(path);
  const sent = await server.send<BookTaken>(`/api/books?name=${encodeURIComponent(name)}`, bytes, "POST");
  const { result } = await jobDone(reach, server, sent.job);
  const at = `/api/books/${encodeURIComponent(String(result?.["bookId"]))}`;
  const book = await server.ask<Book>("GET", at);
  const { chapters: which, listOnly, ...manner } = wanted;
  if (listOnly) return tell(book, () => `${book.title}\n\n${chapterTable(book)}`);
  const chapters =
    which === undefined
      ? book.chapters.filter(({ isBeside }) => !isBeside).map(({ number }) => number)
      : numbersIn(which, book.chapters.length);
  const job = await jobDone(
    reach,
    server,
    await server.ask<Job>("POST", `${at}/speak`, { ...manner, chapters }),
  );
  tell(job, () => `Spoke ${madeBy(job).length} chapters of ${book.title}: ${madeBy(job).join(" ")}`);
}

function chapterTable({ chapters }: Book): string {
  return columns(
    ["NUMBER", "MINUTES", "TITLE"],
    chapters.map(({ number, seconds, title, isBeside }) => [
      String(number + 1),
      String(Math.max(1, Math.round(seconds / 60))),
      isBeside ? `(${title})` : title,
    ]),
  );
}

/** `1,3-5` as numbers from 0. */
export function numbersIn(text: string, count: number): readonly number[] {
  return text.split(",").flatMap((part) => {
    const [, from = "", to = from] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (from === "" || first < 1 || last > count || last < first)
      throw new CliTrouble(`"${part}" is no chapter. Say them like 1,3-5; there are ${count}.`);
    return Array.from({ length: last - first + 1 }, (_, at) => first - 1 + at);
  });
}
