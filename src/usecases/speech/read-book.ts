import { shownFileName } from "../../domain/audio/file-title.ts";
import { frequentSpeakers } from "../../domain/audio/script.ts";
import { type Book, chapterKeyOf } from "../../domain/books/book.ts";
import { BookId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { BookReader, NoBook, ReadBook } from "../../ports/book-reader.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Scratch } from "../../ports/scratch.ts";
import type { Books } from "../../stores/books.ts";
import { uploadKeyOf } from "../audio/ingest-upload.ts";
import { storedPath } from "../audio/stored-path.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";

/** The kind of job that {@link readBook} does. */
export const readBookKind = "read-book";

const refusals: Readonly<Record<NoBook, readonly [what: string, hint: string]>> = {
  empty: ["is empty", "Choose another file."],
  pdf: ["is a PDF, which knows pages but no sentences", "Save it as EPUB or as plain text, then send that."],
  kindle: ["is in Kindle's own format", "Get it as EPUB, or convert it with Calibre if it has no lock."],
  word: ["is a word processor's file", "Save it there as plain text, HTML or EPUB, then send that."],
  "not-a-book": ["is no book that we can read", "EPUB, Markdown, HTML and plain text work."],
  locked: [
    "is locked by the shop it was bought in (DRM)",
    "It opens in the shop's own program only. Ask there for a copy without a lock.",
  ],
  damaged: ["is damaged", "Download it again, or open and save it with Calibre."],
  "too-much": ["holds more than any book", "At most 40 MB of words fit."],
  "no-text": ["has no words in it, only pictures", "Read it aloud yourself: Make, Record."],
};

const mostSpeakers = 8;

type ReadDeps = {
  readonly books: Books;
  readonly files: AudioFiles;
  readonly scratch: Scratch;
  readonly bookReader: BookReader;
  readonly clock: Clock;
};

/** The work: finds the chapters of an uploaded book and keeps them for speaking. The book has the job's id. */
export async function readBook(deps: ReadDeps, job: Job, at: JobContext): Promise<JobOutcome> {
  const id = BookId(job.id);
  const uploadKey = uploadKeyOf(job.id);
  if ((await deps.books.get(id)) === undefined) {
    const given = job.input["name"];
    const name = shownFileName(typeof given === "string" ? given : "book");
    await using folder = await deps.scratch.folder();
    const path = await storedPath(deps.files, folder, uploadKey, "book");
    if (path === undefined) return { ok: false, why: `“${name}” is no longer here.`, hint: "Send it again." };
    const read = await deps.bookReader.read(path, name, { signal: at.signal });
    if (!read.ok) {
      await deps.files.delete(uploadKey);
      const [what, hint] = refusals[read.why];
      return { ok: false, why: `“${name}” ${what}.`, hint };
    }
    await keep(deps, id, name, read, at);
  }
  await deps.files.delete(uploadKey);
  return { ok: true, result: { bookId: id } };
}

/** The texts first, the book last: what is listed is whole. */
async function keep(
  { files, books, clock }: ReadDeps,
  id: BookId,
  name: string,
  read: Extract<ReadBook, { ok: true }>,
  at: JobContext,
): Promise<void> {
  for (const [number, { text }] of read.chapters.entries()) {
    at.signal.throwIfAborted();
    at.tell({ done: number, of: read.chapters.length });
    await put(files, chapterKeyOf(id, number), Buffer.from(text), "text/plain; charset=utf-8");
  }
  const coverKey = read.cover && `books/${id}/cover.${read.cover.mime.slice("image/".length)}`;
  if (read.cover !== undefined && coverKey !== undefined)
    await put(files, coverKey, read.cover.bytes, read.cover.mime);
  const { title, author, language } = read;
  const speakers = frequentSpeakers(
    read.chapters.map(({ text }) => text),
    mostSpeakers,
  );
  const book: Book = {
    id,
    title: title.slice(0, 200),
    ...(author !== undefined && { author: author.slice(0, 200) }),
    ...(language !== undefined && { language: language.slice(0, 35) }),
    originalName: name,
    ...(coverKey !== undefined && { coverKey }),
    chapters: read.chapters.map(({ title, text, isBeside }) => ({
      title,
      characters: text.length,
      ...(isBeside && { isBeside }),
    })),
    ...(speakers.length > 0 && { speakers }),
    addedAtMs: clock.nowMs(),
  };
  await books.create(book);
}

async function put(files: AudioFiles, key: string, bytes: Uint8Array, contentType: string): Promise<void> {
  await files.put(key, new Blob([new Uint8Array(bytes)]).stream(), { maxBytes: bytes.length, contentType });
}

/** Deletes a book with its texts; what was spoken of it stays in the library. */
export async function deleteBook(
  deps: { readonly books: Books; readonly files: AudioFiles },
  id: BookId,
): Promise<void> {
  await deps.books.delete(id);
  for (;;) {
    const page = await deps.files.list(`books/${id}/`);
    for (const { key } of page) await deps.files.delete(key);
    if (page.length === 0) return;
  }
}
