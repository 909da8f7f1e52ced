import { z } from "@hono/zod-openapi";
import { Job } from "./job.ts";
import { pageOf } from "./page.ts";
import { speechManner } from "./speech.ts";

const facts = {
  id: z.string(),
  title: z.string(),
  author: z.string().optional(),
  /** As the book says, such as `en-GB`. */
  language: z.string().optional(),
  originalName: z.string(),
  coverUrl: z.string().optional(),
  addedAtMs: z.number(),
  /** What was spoken of it, together. */
  collectionId: z.string().optional(),
  /** The job that speaks it, or spoke it last. */
  jobId: z.string().optional(),
};

/** A book in the list. */
export const BookLine = z
  .object({ ...facts, chapters: z.number().int(), spoken: z.number().int() })
  .openapi("BookLine");
export type BookLine = z.infer<typeof BookLine>;
export const BookPage = pageOf(BookLine, "BookPage");

/** A book with its chapters. */
export const Book = z
  .object({
    ...facts,
    /** Who seems to speak in it: each can have a voice. */
    speakers: z.array(z.string()),
    chapters: z.array(
      z.object({
        /** Its place, from 0. */
        number: z.number().int(),
        title: z.string(),
        characters: z.number().int(),
        /** About how long it will be at the voice's own speed. */
        seconds: z.number(),
        /** Not part of the story, as it seems: a title page, notes. */
        isBeside: z.boolean(),
        /** The recording that was last made of it. */
        audioId: z.string().optional(),
      }),
    ),
  })
  .openapi("Book");
export type Book = z.infer<typeof Book>;

/** What a chapter says. */
export const BookChapterText = z
  .object({ number: z.number().int(), title: z.string(), text: z.string() })
  .openapi("BookChapterText");
export type BookChapterText = z.infer<typeof BookChapterText>;

/** A book that was sent; the job's `result.bookId` is its id. */
export const BookTaken = z.object({ job: Job }).openapi("BookTaken");
export type BookTaken = z.infer<typeof BookTaken>;

/** Which chapters are to be spoken, and how. */
export const BookSpeech = z
  .object({ chapters: z.array(z.number().int().min(0)).min(1).max(2000), ...speechManner })
  .openapi("BookSpeech");
export type BookSpeech = z.input<typeof BookSpeech>;
