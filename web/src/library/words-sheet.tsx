import { useEffect, useRef, useState } from "preact/hooks";
import type { AudioItem } from "../../../src/http/schema/audio.ts";
import type { Transcript } from "../../../src/http/schema/transcript.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { jobEnded } from "../stores/books.ts";
import { listenFrom, listening } from "../stores/listening.ts";
import { settings } from "../stores/settings.ts";
import { enqueueTranscript, readTranscript } from "../stores/transcripts.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { clockOf } from "../ui/words.ts";
import "./words-sheet.css";

const languages = [
  { value: "", name: "Find out" },
  { value: "en-GB", name: "English" },
  { value: "de-DE", name: "German" },
  { value: "fr-FR", name: "French" },
  { value: "es-ES", name: "Spanish" },
  { value: "it-IT", name: "Italian" },
  { value: "nl-NL", name: "Dutch" },
] as const;

/** What is said in a recording; a line that is tapped is heard. Where nobody knows yet, somebody can listen. */
export function WordsSheet({ item, onClose }: { item: AudioItem; onClose: () => void }) {
  const [words, setWords] = useState<Transcript>();
  const [failure, setFailure] = useState<ApiFailure>();
  const [language, setLanguage] = useState("");
  const [progress, setProgress] = useState<number>();
  const gone = useRef(new AbortController());
  const load = () => readTranscript(item.id).then(setWords, (thrown) => setFailure(ApiFailure.of(thrown)));
  useEffect(() => {
    settings.need();
    if (item.transcriptBy !== undefined) void load();
    return () => gone.current.abort();
  }, []);
  const ordering = useSubmit(async () => {
    const job = await enqueueTranscript(item.id, language);
    const ended = await jobEnded(job.id, (now) => setProgress(now.progress), gone.current.signal).catch(
      (thrown) => {
        // The sheet was closed; the work goes on without it.
        if (!gone.current.signal.aborted) throw thrown;
      },
    );
    setProgress(undefined);
    if (ended?.state === "done") await load();
    else if (ended !== undefined)
      throw new ApiFailure(0, {
        error: { code: "job-failed", message: ended.note ?? "Nobody wrote it down." },
      });
  });
  const isKnown = item.transcriptBy !== undefined || words !== undefined;
  const canListen = settings.value.value?.features.transcripts;
  return (
    <Sheet title={`What is said in “${item.title}”`} onClose={onClose}>
      {failure && <FailureBanner failure={failure} />}
      {ordering.failure && <FailureBanner failure={ordering.failure} />}
      {isKnown && words === undefined && failure === undefined && (
        <Skeleton kind="row" count={6} label="Asking for the words" />
      )}
      {words?.lines.length === 0 && <p class="soft">Nobody speaks in it.</p>}
      {words && words.lines.length > 0 && <Lines item={item} words={words} />}
      {!isKnown && canListen === false && (
        <Banner tone="calm">
          <p class="banner-message">Nobody is set up to listen here.</p>
          <p class="small">docs/making.md tells how to switch it on (TRANSCRIBER).</p>
        </Banner>
      )}
      {canListen && words?.by !== "text" && item.transcriptBy !== "text" && (
        <form class="stack" onSubmit={ordering.submit}>
          {!isKnown && (
            <p class="soft">
              Somebody listens to the recording and writes it down: it can be read here, and found by its
              words.
            </p>
          )}
          <ChoiceField label="Language" value={language} choices={languages} onChange={setLanguage} />
          {progress !== undefined && (
            <progress
              class="words-progress"
              {...(progress > 0 ? { value: progress } : {})}
              max={1}
              aria-label="Listening"
            />
          )}
          <Button type="submit" icon="book" busy={ordering.busy}>
            {isKnown ? "Listen again" : "Write it down"}
          </Button>
        </form>
      )}
    </Sheet>
  );
}

function Lines({ item, words }: { item: AudioItem; words: Transcript }) {
  const here = listening.value?.id === item.id ? listening.value.seconds : -1;
  const next = words.lines.findIndex(({ startSeconds }) => startSeconds > here);
  const said = here < 0 ? -1 : (next < 0 ? words.lines.length : next) - 1;
  return (
    <ol class="words-lines">
      {words.lines.map(({ startSeconds, text }, number) => (
        <li key={number}>
          <button
            type="button"
            class={number === said ? "words-line words-line-said" : "words-line"}
            onClick={() => listenFrom(item.id, item.playUrl, startSeconds)}
          >
            <span class="small soft numbers">{clockOf(startSeconds)}</span>
            <span>{text}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
