import type { Book, BookChapterText, BookLine, BookSpeech } from "../../../src/http/schema/book.ts";
import type { Job } from "../../../src/http/schema/job.ts";
import type { Page } from "../../../src/http/schema/page.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { createResource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";

const pathOf = (id: string, more = "") => `/api/books/${encodeURIComponent(id)}${more}`;

/** The newest books. */
export const bookList = createResource(
  async () => (await request<Page<BookLine>>("GET", "/api/books?limit=20")).items,
);

/** Each throws `ApiFailure`. */
export const readBook = (id: string) => request<Book>("GET", pathOf(id));
export const readChapter = (id: string, number: number) =>
  request<BookChapterText>("GET", pathOf(id, `/chapters/${number}`));
export const speakBook = (id: string, body: BookSpeech) =>
  request<Job>("POST", pathOf(id, "/speak"), { body });
export const readJob = (id: string) => request<Job>("GET", `/api/jobs/${encodeURIComponent(id)}`);
export async function deleteBook(id: string, leaving: boolean): Promise<void> {
  await request("DELETE", pathOf(id), { keepalive: leaving });
  await bookList.load();
}

/**
 * Resolves with how a job ended; `onChange` hears of every step. A server that is away for a while is asked again. Throws
 * `ApiFailure` and the signal's reason.
 */
export async function jobEnded(id: string, onChange: (job: Job) => void, signal: AbortSignal): Promise<Job> {
  for (;;) {
    const job = await readJob(id).catch((thrown: unknown) => {
      const { status } = ApiFailure.of(thrown);
      if (status !== 0 && status < 500) throw thrown;
    });
    signal.throwIfAborted();
    if (job !== undefined) onChange(job);
    if (job !== undefined && job.state !== "waiting" && job.state !== "running") return job;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, lookEveryMs);
    const gone = onLive("job", ({ job: changed }) => {
      if (changed.id === id) resolve();
    });
    signal.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    clearTimeout(timer);
    gone();
  }
}

const lookEveryMs = 3000;

forgetOnSignOut(bookList.forget);
