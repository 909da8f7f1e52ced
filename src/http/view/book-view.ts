import { secondsToSpeak } from "../../domain/audio/spoken-lines.ts";
import type { Book as DomainBook } from "../../domain/books/book.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { Book, BookLine } from "../schema/book.ts";

/** A book as the API lists it. */
export function bookLine(book: DomainBook): BookLine {
  const spoken = book.chapters.filter(({ audioId }) => audioId !== undefined).length;
  return { ...factsOf(book), chapters: book.chapters.length, spoken };
}

/** A book as the API tells it, with its chapters. */
export function bookView(book: DomainBook): Book {
  return {
    ...factsOf(book),
    speakers: [...(book.speakers ?? [])],
    chapters: book.chapters.map(({ title, characters, isBeside = false, audioId }, number) => ({
      number,
      title,
      characters,
      seconds: Math.round(secondsToSpeak(characters)),
      isBeside,
      ...omitUndefined({ audioId }),
    })),
  };
}

function factsOf({ id, title, originalName, addedAtMs, ...more }: DomainBook) {
  const { author, language, collectionId, jobId } = more;
  const coverUrl = more.coverKey && `/api/books/${encodeURIComponent(id)}/cover`;
  return {
    id,
    title,
    originalName,
    addedAtMs,
    ...omitUndefined({ author, language, coverUrl, collectionId, jobId }),
  };
}
