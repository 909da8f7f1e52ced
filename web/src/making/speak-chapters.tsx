import { useEffect, useState } from "preact/hooks";
import type { Book } from "../../../src/http/schema/book.ts";
import { limitWords } from "../cards/limit-words.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { readChapter, speakBook } from "../stores/books.ts";
import { settings } from "../stores/settings.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { counted } from "../ui/words.ts";
import { Heard } from "./heard.tsx";
import { hearBeginning, type Manner, usualVoice, type Voice, VoiceFields } from "./voices.tsx";

type Props = { book: Book; voices: readonly Voice[]; onOrdered: (jobId: string) => void };

/** Bytes a second of what is spoken. */
const bytesASecond = 8000;

/** Which chapters, in which voices; a part to hear first. */
export function SpeakChapters({ book, voices, onOrdered }: Props) {
  const [ticked, setTicked] = useState<ReadonlySet<number>>(() => usuallyTicked(book));
  const [manner, setManner] = useState<Manner>(() => ({
    voiceId: usualVoice(voices, book.language),
    speakers: {},
    rate: 1,
  }));
  const [heard, setHeard] = useState<string>();
  useEffect(settings.need, []);
  const chosen = book.chapters.filter(({ number }) => ticked.has(number));
  const hearing = useSubmit(async () => {
    const first = chosen[0]?.number ?? 0;
    setHeard(await hearBeginning((await readChapter(book.id, first)).text, manner));
  });
  const ordering = useSubmit(async () => {
    const chapters = chosen.map(({ number }) => number);
    onOrdered((await speakBook(book.id, { ...manner, chapters })).id);
  });
  const toggle = (number: number) => {
    const after = new Set(ticked);
    if (!after.delete(number)) after.add(number);
    setTicked(after);
  };
  const seconds = chosen.reduce((sum, each) => sum + each.seconds, 0) / manner.rate;
  const limits = settings.value.value?.limits;
  const tracks = chosen.map((each) => ({ ...each, bytes: each.seconds * bytesASecond }));
  const tooMuch = limits === undefined ? undefined : limitWords(tracks, limits);
  const other = voices.find(({ id }) => id === manner.voiceId)?.language ?? "mul";
  const isForeign =
    book.language !== undefined &&
    other !== "mul" &&
    other.slice(0, 2) !== book.language.slice(0, 2).toLowerCase();
  return (
    <section class="panel make-part stack" aria-label="What is to be spoken">
      <div class="book-chapters-head">
        <h2>Chapters</h2>
        <Button
          onClick={() => setTicked(new Set(ticked.size > 0 ? [] : book.chapters.map((each) => each.number)))}
        >
          {ticked.size > 0 ? "None" : "All"}
        </Button>
      </div>
      <ul class="book-chapters">
        {book.chapters.map(({ number, title, seconds: length, audioId }) => (
          <li key={number}>
            <label class="book-chapter">
              <input type="checkbox" checked={ticked.has(number)} onChange={() => toggle(number)} />
              <span class="book-chapter-title">{title}</span>
              <span class="small soft numbers">
                {audioId === undefined ? "" : "spoken · "}
                {minuteWords(length / manner.rate)}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <VoiceFields voices={voices} names={book.speakers} manner={manner} onChange={setManner} />
      {isForeign && (
        <Banner tone="warn">
          <p>
            The book is in {languageName(book.language ?? "")}; this voice reads it as if it were{" "}
            {languageName(other)}. docs/making.md tells how to get other voices.
          </p>
        </Banner>
      )}
      {tooMuch && <p class="small soft">{tooMuch} They can be spoken all the same.</p>}
      {hearing.failure && <FailureBanner failure={hearing.failure} />}
      {ordering.failure && <FailureBanner failure={ordering.failure} />}
      <Heard url={heard} />
      <div class="sheet-actions">
        <Button
          icon="play"
          busy={hearing.busy}
          disabled={chosen.length === 0}
          onClick={() => hearing.submit()}
        >
          Hear the beginning
        </Button>
        <Button
          look="main"
          icon="check"
          busy={ordering.busy}
          disabled={chosen.length === 0}
          onClick={() => ordering.submit()}
        >
          {chosen.length === 0
            ? "Choose chapters"
            : `Speak ${counted(chosen.length, "chapter")}, about ${minuteWords(seconds)}`}
        </Button>
      </div>
    </section>
  );
}

/** The story, as far as it was not spoken yet. */
function usuallyTicked({ chapters }: Book): ReadonlySet<number> {
  const open = chapters.filter(({ isBeside, audioId }) => !isBeside && audioId === undefined);
  return new Set(open.map(({ number }) => number));
}

function minuteWords(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(tag.slice(0, 2)) ?? tag;
  } catch {
    return tag;
  }
}
