import type { AudioId, BookId, CollectionId, JobId } from "../ids.ts";

/** A chapter of a book that was read; its text is kept beside. */
export type BookChapter = {
  readonly title: string;
  readonly characters: number;
  /** Not part of the story, as it seems: a title page, a table of contents. */
  readonly isBeside?: true;
  /** The recording that was last made of it. */
  readonly audioId?: AudioId;
};

/** A book (EPUB, Markdown or plain text) whose chapters can be spoken. A chapter's number is its place, from 0. */
export type Book = {
  readonly id: BookId;
  readonly title: string;
  readonly author?: string;
  /** BCP 47, as the book says. */
  readonly language?: string;
  /** The name it had when it came, for people. */
  readonly originalName: string;
  /** The picture on its cover, among the files. */
  readonly coverKey?: string;
  readonly chapters: readonly BookChapter[];
  /** Who seems to speak in it, as in a play (`Wolf: …`). */
  readonly speakers?: readonly string[];
  readonly addedAtMs: number;
  /** What was spoken of it, together. */
  readonly collectionId?: CollectionId;
  /** The job that speaks it, or spoke it last. */
  readonly jobId?: JobId;
};

/** The file that holds a chapter's text. */
export function chapterKeyOf(id: BookId, number: number): string {
  return `books/${id}/${number}.txt`;
}
