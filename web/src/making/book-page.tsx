import { useEffect, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { Book } from "../../../src/http/schema/book.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { PageTitle } from "../shell/page-title.tsx";
import { deleteBook, readBook } from "../stores/books.ts";
import { removeWithUndo } from "../stores/removals.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { BookJob } from "./book-job.tsx";
import { SpeakChapters } from "./speak-chapters.tsx";
import { NoVoices, useVoices } from "./voices.tsx";
import "../library/library-page.css";
import "./make-page.css";

/** A book: which of its chapters are to be spoken, by whom, and what became of it. */
export function BookPage() {
  const id = useRoute().params["id"] ?? "";
  const { route } = useLocation();
  const { voices, trouble } = useVoices();
  const [book, setBook] = useState<Book>();
  const [failure, setFailure] = useState<ApiFailure>();
  const load = async () => {
    try {
      setBook(await readBook(id));
      setFailure(undefined);
    } catch (thrown) {
      setFailure(ApiFailure.of(thrown));
    }
  };
  useEffect(() => void load(), [id]);
  return (
    <div class="stack">
      <a class="way-back" href="/library/make/speak">
        <Icon name="arrow-left" /> Read aloud
      </a>
      <PageTitle title={book?.title ?? "Book"}>
        {book && (
          <Button
            icon="trash"
            onClick={() => {
              removeWithUndo(id, book.title, (leaving) => deleteBook(id, leaving));
              route("/library/make/speak");
            }}
          >
            Delete
          </Button>
        )}
      </PageTitle>
      <ReadFailure failure={failure} again={load} />
      {book === undefined && failure === undefined && (
        <Skeleton kind="row" count={5} label="Opening the book" />
      )}
      {book && (
        <>
          <div class="book-head">
            {book.coverUrl && <img class="book-cover" src={book.coverUrl} alt="" />}
            <p class="soft">{[book.author, book.originalName].filter(Boolean).join(" · ")}</p>
          </div>
          {book.jobId && (
            <BookJob key={book.jobId} book={book} jobId={book.jobId} onChange={() => void load()} />
          )}
          {voices === undefined ? (
            <NoVoices trouble={trouble} />
          ) : (
            <SpeakChapters book={book} voices={voices} onOrdered={(jobId) => setBook({ ...book, jobId })} />
          )}
        </>
      )}
    </div>
  );
}
