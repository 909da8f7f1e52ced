import { useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { ApiFailure } from "../api/api-failure.ts";
import { uploadBook } from "../api/upload-audio.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { bookList, jobEnded } from "../stores/books.ts";
import { removing } from "../stores/removals.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { counted } from "../ui/words.ts";

/** Where a whole book is brought in, and the ones that are here. */
export function BookShelf() {
  bookList.need();
  const { route } = useLocation();
  const books = bookList.value.value?.filter(({ id }) => !removing.value.has(id)) ?? [];
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const sending = useSubmit(async () => {
    const chosen = input.current?.files?.[0];
    if (chosen === undefined) return;
    setFile(chosen);
    const { signal } = new AbortController();
    const { job } = await uploadBook(chosen, { signal, onProgress: () => {} });
    const ended = await jobEnded(job.id, () => {}, signal);
    const id = ended.result?.["bookId"];
    if (ended.state !== "done" || typeof id !== "string")
      throw new ApiFailure(0, {
        error: { code: "job-failed", message: ended.note ?? "The book could not be read." },
      });
    void bookList.load();
    route(`/library/books/${id}`);
  });
  return (
    <section class="book-shelf" aria-label="Books">
      <input
        ref={input}
        type="file"
        accept=".epub,.md,.markdown,.txt,.html,.htm,.xhtml,application/epub+zip,text/plain,text/markdown,text/html"
        hidden
        aria-label="A book to read aloud"
        onChange={() => sending.submit()}
      />
      <div class="book-shelf-head">
        <div>
          <p class="book-shelf-title">A whole book?</p>
          <p class="small soft">
            EPUB, Markdown or plain text: you choose the chapters, each becomes a recording.
          </p>
        </div>
        <Button icon="book" busy={sending.busy} onClick={() => input.current?.click()}>
          Choose a book
        </Button>
      </div>
      <p class="small soft" role="status">
        {sending.busy && file ? `Looking for the chapters of “${file.name}” …` : ""}
      </p>
      {sending.failure && <FailureBanner failure={sending.failure} />}
      {books.length > 0 && (
        <ul class="book-list">
          {books.map(({ id, title, author, chapters, spoken }) => (
            <li key={id}>
              <a href={`/library/books/${id}`}>{title}</a>{" "}
              <span class="small soft">
                {[author, counted(chapters, "chapter"), spoken > 0 ? `${spoken} spoken` : undefined]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
