import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { UploadAnswer } from "../../../src/http/schema/audio.ts";
import type { Speakers } from "../../../src/http/schema/speech.ts";
import { request } from "../api/request.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { followUpload, showAdded } from "../stores/uploads.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { BookShelf } from "./book-shelf.tsx";
import { Heard } from "./heard.tsx";
import { hearBeginning, type Manner, NoVoices, useVoices, usualVoice, VoiceFields } from "./voices.tsx";

const speakersAfterMs = 500;

/** A text, read out by one voice, or by one for each who speaks in it; or a whole book. */
export function SpeakPart() {
  const { route } = useLocation();
  const { voices, trouble } = useVoices();
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Manner>();
  const [found, setFound] = useState<readonly string[]>([]);
  const [heard, setHeard] = useState<string>();
  const area = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!text.includes(":")) return setFound([]);
    const gone = new AbortController();
    const later = setTimeout(() => {
      request<Speakers>("POST", "/api/audio/speak/speakers", { body: { text }, signal: gone.signal }).then(
        ({ speakers }) => setFound(speakers),
        // Who speaks is a help; without it the text is read by one voice.
        () => undefined,
      );
    }, speakersAfterMs);
    return () => {
      clearTimeout(later);
      gone.abort();
    };
  }, [text]);

  const manner = chosen ?? { voiceId: usualVoice(voices ?? []), speakers: {}, rate: 1 };
  const speakers = Object.fromEntries(
    Object.entries(manner.speakers).filter(([name]) => found.includes(name)),
  );
  const wanted = { ...manner, speakers };
  const hearing = useSubmit(async () => {
    const { selectionStart = 0, selectionEnd = 0 } = area.current?.querySelector("textarea") ?? {};
    const marked = text.slice(selectionStart, selectionEnd);
    setHeard(await hearBeginning(marked.trim() === "" ? text : marked, wanted));
  });
  const keeping = useSubmit(async () => {
    const body = { ...wanted, title: title.trim() || firstWords(text), text };
    const answer = await request<UploadAnswer>("POST", "/api/audio/speak", {
      body,
      signal: AbortSignal.timeout(120_000),
    });
    if (answer.is === "being-prepared") followUpload(answer.job);
    else showAdded(answer.audio);
    route("/library");
  });

  if (voices === undefined) return <NoVoices trouble={trouble} />;
  const nothing = text.trim() === "";
  return (
    <div class="stack">
      <BookShelf />
      <Form failure={keeping.failure} onSubmit={keeping.submit}>
        <div ref={area}>
          <Field
            label="Text"
            field="text"
            value={text}
            lines={10}
            maxLength={500_000}
            hint="An empty line is a breath, [pause 3] three seconds. “Wolf: Let me in!” at the beginning of a line is said by the wolf, if you give him a voice. Mark some words to hear only those."
            onInput={setText}
          />
        </div>
        <Field
          label="Title"
          field="title"
          value={title}
          optional
          maxLength={200}
          hint={firstWords(text)}
          onInput={setTitle}
        />
        <VoiceFields voices={voices} names={found} manner={manner} onChange={setChosen} />
        {hearing.failure && <FailureBanner failure={hearing.failure} />}
        {keeping.failure && <FailureBanner failure={keeping.failure} />}
        <Heard url={heard} />
        <div class="sheet-actions">
          <Button icon="play" busy={hearing.busy} disabled={nothing} onClick={() => hearing.submit()}>
            Hear the beginning
          </Button>
          <Button type="submit" look="main" icon="check" busy={keeping.busy} disabled={nothing}>
            Keep it
          </Button>
        </div>
      </Form>
    </div>
  );
}

/** A title where nobody gave one. */
function firstWords(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  return line.length <= 50 ? line : `${line.slice(0, 50).replace(/\s+\S*$/, "")} …`;
}
