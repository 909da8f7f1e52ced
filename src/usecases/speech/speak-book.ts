import { type Book, chapterKeyOf } from "../../domain/books/book.ts";
import { AudioId, BookId, CollectionId, type UserName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { Books } from "../../stores/books.ts";
import type { Collections } from "../../stores/collections.ts";
import type { AddDeps } from "../audio/add-audio.ts";
import { collectRecordings } from "../audio/collect-recordings.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { dressRecording } from "./dress-recording.ts";
import { notSpokenWords, speakersOf } from "./speak-long-text.ts";
import { speakToLibrary, type Voice } from "./speak-to-library.ts";

/** The kind of job that {@link speakBook} does. */
export const speakBookKind = "speak-book";

export type BookSpeech = {
  /** Numbers of chapters, in any order. */
  readonly chapters: readonly number[];
  readonly voiceId: string | undefined;
  readonly speakers: Readonly<Record<string, string>>;
  readonly rate: number;
  readonly orderedBy: UserName | "system";
};

/** Orders chapters to be spoken, one recording each. */
export async function enqueueBookSpeech(
  deps: EnqueueJobDeps & { readonly books: Books },
  id: BookId,
  { chapters, voiceId, speakers, rate, orderedBy }: BookSpeech,
): Promise<
  { readonly ok: true; readonly job: Job } | { readonly ok: false; readonly why: "not-found" | "no-chapter" }
> {
  const found = await deps.books.get(id);
  if (found === undefined) return { ok: false, why: "not-found" };
  const wanted = [...new Set(chapters)].sort((one, other) => one - other);
  if (wanted.length === 0 || wanted.some((number) => found.value.chapters[number] === undefined))
    return { ok: false, why: "no-chapter" };
  const input = { bookId: id, chapters: wanted, speakers, rate, ...(voiceId !== undefined && { voiceId }) };
  const job = await enqueueJob(deps, { kind: speakBookKind, title: found.value.title, input, orderedBy });
  await changeBook(deps, id, (book) => ({ ...book, jobId: job.id }));
  return { ok: true, job };
}

type SpeakBookDeps = AddDeps & {
  readonly books: Books;
  readonly collections: Collections;
  readonly voice: Voice | undefined;
};

/**
 * The work: speaks one chapter after the other into the library and puts them together in a collection. After a crash it goes on
 * with the chapter it was at; what of it was spoken comes from the cache.
 */
export async function speakBook(deps: SpeakBookDeps, job: Job, at: JobContext): Promise<JobOutcome> {
  const id = BookId(String(job.input["bookId"]));
  const { voiceId, rate, chapters: wanted } = job.input;
  const book = (await deps.books.get(id))?.value;
  if (book === undefined) return gone;
  const numbers = Array.isArray(wanted) ? wanted.filter((each) => typeof each === "number") : [];
  const made = job.checkpoint?.["audioIds"];
  const audioIds = Array.isArray(made) ? made.filter((each) => typeof each === "string").map(AudioId) : [];
  const length = (some: readonly number[]) =>
    some.reduce((sum, number) => sum + (book.chapters[number]?.characters ?? 0), 0);
  const all = Math.max(1, length(numbers));
  for (const [place, number] of numbers.entries()) {
    if (place < audioIds.length) continue;
    at.signal.throwIfAborted();
    const title = book.chapters[number]?.title ?? book.title;
    const before = length(numbers.slice(0, place));
    const tell = (share: number) =>
      at.tell({
        done: Math.round(((before + share * length([number])) / all) * 1000),
        of: 1000,
        saying: `${place + 1} of ${numbers.length}: ${title}`,
      });
    tell(0);
    const text = await deps.files.read(chapterKeyOf(id, number));
    if (text === undefined) return gone;
    const spoken = await speakToLibrary(deps, {
      title,
      text: await new Response(text).text(),
      voiceId: typeof voiceId === "string" ? voiceId : undefined,
      speakers: speakersOf(job.input["speakers"]),
      rate: typeof rate === "number" ? rate : 1,
      signal: at.signal,
      onProgress: tell,
    });
    if (!spoken.ok) {
      const [why, hint] = notSpokenWords[spoken.why];
      return { ok: false, why: `“${title}”: ${why}`, hint };
    }
    const { title: album, author: artist, coverKey } = book;
    const { id: audioId } = await dressRecording(deps, spoken.audio, { album, artist, coverKey });
    const collectionId = CollectionId(`book-${id}`);
    let replaced: AudioId | undefined;
    const now = await changeBook(deps, id, ({ chapters, ...rest }) => {
      replaced = chapters[number]?.audioId;
      const changed = chapters.map((each, at) => (at === number ? { ...each, audioId } : each));
      return { ...rest, collectionId, chapters: changed };
    });
    if (now === undefined) return gone;
    const spokenNow = now.chapters.flatMap((chapter) => chapter.audioId ?? []);
    const gathered = {
      title: now.title,
      audio: spokenNow,
      without: replaced === undefined ? [] : [replaced],
    };
    await collectRecordings(deps, collectionId, gathered);
    audioIds.push(audioId);
    await at.checkpoint({ audioIds });
  }
  const result = { bookId: id, collectionId: `book-${id}`, audioIds, audioId: audioIds[0] ?? "" };
  return { ok: true, result };
}

const gone: JobOutcome = { ok: false, why: "The book is no longer here.", hint: "Send it again." };

async function changeBook(
  { books }: { readonly books: Books },
  id: BookId,
  change: (book: Book) => Book,
): Promise<Book | undefined> {
  for (;;) {
    const found = await books.get(id);
    if (found === undefined) return undefined;
    const after = change(found.value);
    if ((await books.save(after, found.version)).ok) return after;
  }
}
