import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { anEpub } from "../../../test/an-epub.ts";
import { anApp } from "../../../test/http/an-app.ts";
import { openScratch } from "../../adapters/files/scratch.ts";
import { createBookReader } from "../../adapters/markup/books/book-reader.ts";
import { createInProcessJobQueue } from "../../adapters/memory/job-queue.ts";
import { createHummingSpeech } from "../../adapters/memory/speech.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { createLameEncoder } from "../../adapters/wasm/mp3-encoder.ts";
import { createZipArchives } from "../../adapters/zip/archives.ts";
import { type JobHandler, runJobs } from "../../usecases/jobs/run-jobs.ts";
import { readBook, readBookKind } from "../../usecases/speech/read-book.ts";
import { speakBook, speakBookKind } from "../../usecases/speech/speak-book.ts";

const encoder = createLameEncoder();
const opened: (() => Promise<unknown>)[] = [async () => encoder[Symbol.asyncDispose]()];
afterAll(async () => {
  for (const close of opened.toReversed()) await close();
});

async function aShelf() {
  const clock = systemClock();
  const jobQueue = createInProcessJobQueue(clock);
  const speech = createHummingSpeech();
  const voice = { speech, encoder };
  const rig = anApp({ clock, jobQueue, voice });
  const cookie = await rig.setUp();
  const folder = await mkdtemp(join(tmpdir(), "shelf-"));
  opened.push(() => rm(folder, { recursive: true }));
  const scratch = await openScratch(join(folder, "work"));
  const bookReader = createBookReader(createZipArchives());
  const deps = { ...rig.deps, ...rig.stores, jobQueue, scratch, voice, bookReader };
  /** A worker that can be stopped in the middle of its work. */
  const works: Readonly<Record<string, JobHandler>> = {
    [readBookKind]: (job, at) => readBook(deps, job, at),
    [speakBookKind]: (job, at) => speakBook(deps, job, at),
  };
  const startWorker = () => {
    const stop = new AbortController();
    const working = runJobs(deps, works, { atOnce: 1, signal: stop.signal, worker: "home" });
    const end = async () => {
      stop.abort();
      await working;
    };
    opened.push(end);
    return end;
  };
  const json = async (method: string, path: string, more: Parameters<typeof rig.ask>[2] = {}) => {
    const answer = await rig.ask(method, path, { cookie, ...more });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  const ended = (jobId: string) =>
    vi.waitFor(
      async () => {
        const { body } = await json("GET", `/api/jobs/${jobId}`);
        if (body.state === "waiting" || body.state === "running") throw new Error("not yet");
        return body;
      },
      { timeout: 25_000, interval: 20 },
    );
  const sent = async (name: string, body: string | Uint8Array<ArrayBuffer>) =>
    ended((await json("POST", `/api/books?name=${name}`, { body })).body.job.id);
  return { ...rig, cookie, json, ended, sent, startWorker, speech };
}

test("a book that is sent shows its chapters, with their lengths, its cover and what they say", async () => {
  const { json, sent, startWorker, ask, cookie } = await aShelf();
  startWorker();
  const { result } = await sent("fox.epub", anEpub());
  const { body: book } = await json("GET", `/api/books/${result.bookId}`);
  expect(book).toMatchObject({
    title: "The Fox & the Sea",
    author: "Ida Example",
    language: "en-GB",
    chapters: [
      { number: 0, title: "Title Page", isBeside: true },
      { number: 1, title: "The Beach", isBeside: false },
      { number: 2, title: "The Night" },
      { number: 3, title: "Morning" },
    ],
  });
  expect(book.chapters[1].seconds).toBe(Math.round(book.chapters[1].characters / 14));
  const cover = await ask("GET", book.coverUrl, { cookie });
  expect([cover.status, cover.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  const { body: chapter } = await json("GET", `/api/books/${book.id}/chapters/3`);
  expect(chapter).toMatchObject({ title: "Morning", text: expect.stringContaining("Then he slept.") });
  expect((await json("GET", "/api/books")).body.items).toMatchObject([
    { id: book.id, chapters: 4, spoken: 0 },
  ]);

  expect((await json("DELETE", `/api/books/${book.id}`)).status).toBe(204);
  expect((await json("GET", `/api/books/${book.id}/chapters/3`)).status).toBe(404);
  expect((await json("GET", "/api/books")).body.items).toEqual([]);
});

test("the chapters that are wanted become recordings with cover, author, words, and a collection in the book's order", async () => {
  const { json, sent, startWorker, ended, deps } = await aShelf();
  startWorker();
  const { result: found } = await sent("fox.epub", anEpub());
  const path = `/api/books/${found.bookId}`;
  const ordered = await json("POST", `${path}/speak`, { json: { chapters: [3, 1], rate: 2 } });
  expect(ordered.status).toBe(202);
  const { result } = await ended(ordered.body.id);
  expect(result.audioIds).toHaveLength(2);
  const { body: recording } = await json("GET", `/api/audio/${result.audioId}`);
  expect(recording).toMatchObject({
    title: "The Beach",
    album: "The Fox & the Sea",
    artist: "Ida Example",
    tags: ["spoken"],
    coverUrl: expect.any(String),
    transcriptBy: "text",
  });
  const searched = await json("GET", "/api/audio?q=counted+waves");
  expect(searched.body.items.map(({ title }: { title: string }) => title)).toEqual(["The Beach"]);

  // Another chapter later takes its place between the two; the same one in another voice takes the other's.
  await ended((await json("POST", `${path}/speak`, { json: { chapters: [2] } })).body.id);
  const again = await ended(
    (await json("POST", `${path}/speak`, { json: { chapters: [1], voiceId: "two" } })).body.id,
  );
  const { body: book } = await json("GET", path);
  const { body: collection } = await json("GET", `/api/collections/${book.collectionId}`);
  expect(collection).toMatchObject({ title: "The Fox & the Sea" });
  expect(collection.audioIds).toEqual(
    book.chapters.slice(1).map(({ audioId }: { audioId: string }) => audioId),
  );
  expect(collection.audioIds[0]).toBe(again.result.audioId);
  expect(await deps.files.list("covers/")).toHaveLength(4);
});

test("stopped in the middle, the work goes on where it was, and nothing is said twice", async () => {
  const { json, sent, startWorker, ended, speech } = await aShelf();
  const endFirst = startWorker();
  const paragraphs = Array.from(
    { length: 8 },
    (_, at) => `Sentence ${at} of a story. ${"It goes on. ".repeat(30)}`,
  );
  const story = ["One", "Two", "Three"].map((name) => `## ${name}\n\n${name}! ${paragraphs.join("\n\n")}`);
  const { result: found } = await sent("long.md", `# Long\n\n${story.join("\n\n")}`);
  const { body: job } = await json("POST", `/api/books/${found.bookId}/speak`, {
    json: { chapters: [0, 1, 2] },
  });
  await vi.waitFor(
    async () =>
      expect((await json("GET", `/api/books/${found.bookId}`)).body.chapters[0].audioId).toBeDefined(),
    { timeout: 25_000, interval: 20 },
  );
  await endFirst();
  expect((await json("GET", `/api/jobs/${job.id}`)).body.state).toBe("waiting");
  const saidBefore = speech.said.length;
  startWorker();
  expect(await ended(job.id)).toMatchObject({ state: "done", result: { audioIds: { length: 3 } } });
  const later = speech.said.slice(saidBefore);
  expect(later.some((text) => text.startsWith("One"))).toBe(false);
});

test("what cannot be read or spoken is told in a sentence, and leaves nothing behind", async () => {
  const { json, sent, startWorker, deps } = await aShelf();
  startWorker();
  expect(await sent("tax.pdf", "%PDF-1.7")).toMatchObject({
    state: "failed",
    note: "“tax.pdf” is a PDF, which knows pages but no sentences. Save it as EPUB or as plain text, then send that.",
  });
  expect(await deps.files.list("uploads/")).toEqual([]);
  expect(await deps.files.list("books/")).toEqual([]);
  const { result } = await sent("fox.txt", "A fox.");
  const speak = (body: unknown) => json("POST", `/api/books/${result.bookId}/speak`, { json: body });
  expect((await speak({ chapters: [7] })).body.error.message).toBe("The book has no such chapter.");
  expect((await speak({ chapters: [0], voiceId: "nobody" })).body.error.message).toContain(
    'no voice "nobody"',
  );
  expect((await json("POST", "/api/books/none/speak", { json: { chapters: [0] } })).status).toBe(404);
});
