import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { chapterKeyOf, type Book as DomainBook } from "../../domain/books/book.ts";
import { BookId } from "../../domain/ids.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Books } from "../../stores/books.ts";
import type { Settings } from "../../stores/settings.ts";
import { enqueueIngest } from "../../usecases/audio/ingest-upload.ts";
import { deleteBook, readBookKind } from "../../usecases/speech/read-book.ts";
import { enqueueBookSpeech } from "../../usecases/speech/speak-book.ts";
import type { Voice } from "../../usecases/speech/speak-to-library.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { refuseTooLarge } from "../refuse-too-large.ts";
import { Book, BookChapterText, BookPage, BookSpeech, BookTaken } from "../schema/book.ts";
import { Job } from "../schema/job.ts";
import { PageQuery } from "../schema/page.ts";
import { uploadedFile } from "../uploaded-file.ts";
import { bookLine, bookView } from "../view/book-view.ts";
import { jobView } from "../view/job-view.ts";
import type { JobDeps } from "./jobs.ts";

export type BookDeps = JobDeps & {
  readonly books: Books;
  readonly files: AudioFiles;
  readonly settings: Settings;
  readonly voice?: Voice | undefined;
};

const tags = ["Books"];
const params = z.object({ id: z.string().regex(/^[a-z0-9]{1,60}$/) });

const send = defineRoute("member", {
  method: "post",
  path: "/api/books",
  tags,
  summary: "Send a book (EPUB, Markdown, HTML or plain text) to have its chapters spoken",
  description:
    "The file as the raw body (`?name=` tells its name) or as the first file of a form. Files over 8 MB go in parts: `POST /api/audio/uploads` with `becomes: book`.",
  request: { query: z.object({ name: z.string().max(1000).optional() }) },
  responses: { 202: jsonOf(BookTaken, "Its chapters are looked for: follow the job") },
});
const list = defineRoute("member", {
  method: "get",
  path: "/api/books",
  tags,
  summary: "Books, newest first",
  request: { query: PageQuery },
  responses: { 200: jsonOf(BookPage, "A page") },
});
const one = defineRoute("member", {
  method: "get",
  path: "/api/books/{id}",
  tags,
  summary: "A book with its chapters",
  request: { params },
  responses: { 200: jsonOf(Book, "The book") },
});
const text = defineRoute("member", {
  method: "get",
  path: "/api/books/{id}/chapters/{number}",
  tags,
  summary: "What a chapter says, as it would be spoken",
  request: { params: params.extend({ number: z.coerce.number().int().min(0) }) },
  responses: { 200: jsonOf(BookChapterText, "The text") },
});
const cover = defineRoute("member", {
  method: "get",
  path: "/api/books/{id}/cover",
  tags,
  summary: "The picture on its cover",
  request: { params },
  responses: { 200: { description: "The picture", content: { "image/*": { schema: z.string() } } } },
});
const speak = defineRoute("member", {
  method: "post",
  path: "/api/books/{id}/speak",
  tags,
  summary: "Speak chapters, one recording each, into the library and a collection of their own",
  request: { params, body: bodyOf(BookSpeech) },
  responses: { 202: jsonOf(Job, "Follow the job: its result tells the recordings and the collection") },
});
const remove = defineRoute("member", {
  method: "delete",
  path: "/api/books/{id}",
  tags,
  summary: "Delete a book; what was spoken of it stays",
  request: { params },
  responses: { 204: { description: "Deleted" } },
});

/** Books whose chapters are spoken. */
export function bookRoutes(app: OpenAPIHono<AppEnv>, deps: BookDeps): void {
  const bookAt = async (id: string): Promise<DomainBook | undefined> =>
    (await deps.books.get(BookId(id)))?.value;

  app.openapi(send, async (c) => {
    const { jobQueue } = deps;
    const { value: maxBytes } = await deps.settings.get("upload-bytes");
    const file = await uploadedFile(c);
    if (file === undefined) return refuse(c, "empty-upload");
    if (jobQueue === undefined) return refuse(c, "unavailable");
    const ordered = await enqueueIngest(
      { ...deps, jobQueue },
      {
        ...file,
        treatment: "keep",
        maxBytes,
        orderedBy: c.var.caller?.name ?? "system",
        forJob: { kind: readBookKind, input: {} },
      },
    );
    if (ordered.ok) return c.json({ job: jobView(ordered.job) }, 202);
    return ordered.why === "empty" ? refuse(c, "empty-upload") : refuseTooLarge(c, maxBytes);
  });

  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const page = await deps.books.list({ limit, backwards: true, ...(cursor && { cursor }) });
    return c.json({ items: page.records.map(({ value }) => bookLine(value)), cursor: page.cursor }, 200);
  });

  app.openapi(one, async (c) => {
    const book = await bookAt(c.req.valid("param").id);
    return book === undefined ? refuse(c, "not-found") : c.json(bookView(book), 200);
  });

  app.openapi(text, async (c) => {
    const { id, number } = c.req.valid("param");
    const book = await bookAt(id);
    const chapter = book?.chapters[number];
    const said = book && chapter && (await deps.files.read(chapterKeyOf(book.id, number)));
    if (chapter === undefined || said === undefined) return refuse(c, "not-found");
    return c.json({ number, title: chapter.title, text: await new Response(said).text() }, 200);
  });

  app.openapi(cover, async (c) => {
    const key = (await bookAt(c.req.valid("param").id))?.coverKey;
    const picture = key && (await deps.files.read(key));
    if (key === undefined || picture === undefined || picture === "") return refuse(c, "not-found");
    return new Response(picture, {
      headers: {
        "Content-Type": `image/${key.slice(key.lastIndexOf(".") + 1)}`,
        "Cache-Control": "private, max-age=86400",
      },
    });
  });

  app.openapi(speak, async (c) => {
    const { jobQueue, voice } = deps;
    if (jobQueue === undefined || voice === undefined) return refuse(c, "no-speech");
    const { chapters, voiceId, speakers, rate } = c.req.valid("json");
    const known = new Set((await voice.speech.voices()).map(({ id }) => id));
    const unknown = [voiceId, ...Object.values(speakers)].find((id) => id !== undefined && !known.has(id));
    if (unknown !== undefined)
      return refuse(c, "invalid-request", {
        message: `There is no voice "${unknown}". GET /api/audio/voices lists them.`,
      });
    const orderedBy = c.var.caller?.name ?? ("system" as const);
    const wanted = { chapters, voiceId, speakers, rate, orderedBy };
    const ordered = await enqueueBookSpeech({ ...deps, jobQueue }, BookId(c.req.valid("param").id), wanted);
    if (ordered.ok) return c.json(jobView(ordered.job), 202);
    return ordered.why === "not-found"
      ? refuse(c, "not-found")
      : refuse(c, "invalid-request", { message: "The book has no such chapter." });
  });

  app.openapi(remove, async (c) => {
    await deleteBook(deps, BookId(c.req.valid("param").id));
    return c.body(null, 204);
  });
}
