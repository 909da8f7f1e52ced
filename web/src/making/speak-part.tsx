import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { UploadAnswer } from "../../../src/http/schema/audio.ts";
import type { Speakers, Voices } from "../../../src/http/schema/speech.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { refusal, request } from "../api/request.ts";
import { useSubmit } from "../pages/use-submit.ts";
import { audioList } from "../stores/audio.ts";
import { showToast } from "../stores/toasts.ts";
import { followUpload } from "../stores/uploads.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { Field } from "../ui/field.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

type Voice = Voices["items"][number];

const rates = [
  { value: "0.8", name: "Slowly" },
  { value: "0.9", name: "A little slower" },
  { value: "1", name: "As the voice speaks" },
  { value: "1.15", name: "A little faster" },
] as const;
/** As much as is heard before keeping it. */
const previewCharacters = 600;
const speakersAfterMs = 500;

/** A text, read out: by one voice, or by one for each who speaks in it. */
export function SpeakPart() {
  const { route } = useLocation();
  const [voices, setVoices] = useState<readonly Voice[]>();
  const [trouble, setTrouble] = useState<ApiFailure>();
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const [voiceId, setVoiceId] = useState("");
  const [rate, setRate] = useState("1");
  const [found, setFound] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [heard, setHeard] = useState<string>();

  useEffect(() => {
    request<Voices>("GET", "/api/audio/voices").then(
      ({ items }) => {
        setVoices(items);
        setVoiceId(items[0]?.id ?? "");
      },
      (thrown) => setTrouble(ApiFailure.of(thrown)),
    );
  }, []);
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
  useEffect(
    () => () => {
      if (heard !== undefined) URL.revokeObjectURL(heard);
    },
    [heard],
  );

  const speakers = Object.fromEntries(
    found.flatMap((name) => (chosen[name] === undefined ? [] : [[name, chosen[name]]])),
  );
  const wanted = { voiceId, speakers, rate: Number(rate) };
  const hearing = useSubmit(async () => {
    const answer = await fetch("/api/audio/speak/preview", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...wanted, text: text.trim().slice(0, previewCharacters) }),
    });
    if (!answer.ok) throw refusal(answer.status, await answer.json().catch(() => undefined));
    setHeard(URL.createObjectURL(await answer.blob()));
  });
  const keeping = useSubmit(async () => {
    const body = { ...wanted, title: title.trim(), text };
    const answer = await request<UploadAnswer>("POST", "/api/audio/speak", {
      body,
      signal: AbortSignal.timeout(120_000),
    });
    if (answer.is === "being-prepared") followUpload(answer.job);
    else {
      showToast({ tone: "good", text: `“${answer.audio.title}” is in the library` });
      void audioList.reload();
    }
    route("/library");
  });

  if (trouble !== undefined)
    return trouble.code === "no-speech" ? (
      <Banner tone="warn">
        <p>No voice is set up on this server.</p>
      </Banner>
    ) : (
      <FailureBanner failure={trouble} />
    );
  if (voices === undefined) return <Skeleton kind="row" count={4} label="Asking for the voices" />;
  const choices = voices.map(({ id, name, description, language }) => ({
    value: id,
    name: [name, description ?? (language === "mul" ? undefined : language)].filter(Boolean).join(", "),
  }));
  const nothing = text.trim() === "";
  return (
    <form class="stack" onSubmit={keeping.submit}>
      <Field label="Title" value={title} maxLength={200} onInput={setTitle} />
      <Field
        label="Text"
        value={text}
        lines={10}
        maxLength={500_000}
        hint="An empty line is a breath, [pause 3] three seconds. “Wolf: Let me in!” at the beginning of a line is said by the wolf, if you give him a voice."
        onInput={setText}
      />
      <div class="make-choices">
        <ChoiceField
          label={found.length > 0 ? "The storyteller's voice" : "Voice"}
          value={voiceId}
          choices={choices}
          onChange={setVoiceId}
        />
        <ChoiceField label="Speed" value={rate} choices={rates} onChange={setRate} />
        {found.map((name) => (
          <ChoiceField
            key={name}
            label={`${name}'s voice`}
            value={chosen[name] ?? ""}
            choices={[{ value: "", name: "The storyteller reads it" }, ...choices]}
            onChange={(id) => {
              const { [name]: _, ...others } = chosen;
              setChosen(id === "" ? others : { ...others, [name]: id });
            }}
          />
        ))}
      </div>
      {hearing.failure && <FailureBanner failure={hearing.failure} />}
      {keeping.failure && <FailureBanner failure={keeping.failure} />}
      {/* biome-ignore lint/a11y/useMediaCaption: the text stands above */}
      {heard && <audio class="make-hear" controls autoplay src={heard} />}
      <div class="sheet-actions">
        <Button icon="play" busy={hearing.busy} disabled={nothing} onClick={() => hearing.submit()}>
          Hear the beginning
        </Button>
        <Button
          type="submit"
          look="main"
          icon="check"
          busy={keeping.busy}
          disabled={nothing || title.trim() === ""}
        >
          Keep it
        </Button>
      </div>
    </form>
  );
}
