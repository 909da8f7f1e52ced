import type { FoundChapter } from "../domain/books/chapters.ts";

/** Why a file gives no book. */
export type NoBook =
  | "empty" // not a byte
  | "pdf" // pages to print, without an order of words
  | "kindle" // Amazon's own format
  | "word" // a word processor's file
  | "not-a-book" // some other kind of file
  | "locked" // encrypted by its shop (DRM)
  | "damaged" // broken, or not packed as it should be
  | "too-much" // more than any book holds: a bomb
  | "no-text"; // only pictures

export type ReadBook =
  | {
      readonly ok: true;
      readonly title: string;
      readonly author?: string;
      readonly language?: string;
      readonly cover?: {
        readonly mime: "image/jpeg" | "image/png" | "image/webp";
        readonly bytes: Uint8Array;
      };
      /** At least one, in their order. */
      readonly chapters: readonly FoundChapter[];
    }
  | { readonly ok: false; readonly why: NoBook };

/** Reads books: EPUB, Markdown, HTML, plain text. */
export type BookReader = {
  /** A file of this machine. `name` is what its owner called it; what it is goes by its content first. */
  read(path: string, name: string, options?: { readonly signal?: AbortSignal }): Promise<ReadBook>;
};
