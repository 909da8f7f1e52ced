import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useSubmit } from "../pages/use-submit.ts";
import { showFailure, showToast } from "../stores/toasts.ts";
import { upload } from "../stores/uploads.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { clockOf } from "../ui/words.ts";
import { canRecord, type Recorder, startRecorder } from "./recorder.ts";

type Sound = { readonly sound: Blob; readonly ending: string };
type Take = Sound & { readonly url: string };
type State =
  | { readonly is: "ready" | "asking" | "recording" | "paused" }
  | { readonly is: "done"; readonly take: Take };

type RecordPartProps = {
  /** What it is called, if nobody says otherwise. */
  named?: string;
  /** Where it is kept: without a word, in the library. May throw. */
  keep?: (file: File) => Promise<void>;
};

/** Mum's own voice: record, hear it, keep it or try again. */
export function RecordPart({ named = titleOfToday(), keep }: RecordPartProps) {
  const { route } = useLocation();
  const [state, setState] = useState<State>({ is: "ready" });
  const [seconds, setSeconds] = useState(0);
  const [level, setLevel] = useState(0);
  const [title, setTitle] = useState("");
  const [trouble, setTrouble] = useState<string>();
  const recorder = useRef<Recorder | undefined>(undefined);

  const isKept = useRef(false);
  const leaving = useRef<() => Promise<void>>(undefined);
  leaving.current = async () => {
    const made = state.is === "done" ? state.take : await recorder.current?.stop();
    if (made !== undefined && !isKept.current) offer(made);
  };
  useEffect(() => () => void leaving.current?.(), []);
  const holdsSound = state.is === "recording" || state.is === "paused" || state.is === "done";
  useEffect(() => {
    if (!holdsSound) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [holdsSound]);
  useEffect(() => {
    if (state.is !== "recording") return;
    const from = performance.now() - seconds * 1000;
    const look = setInterval(() => {
      setSeconds((performance.now() - from) / 1000);
      setLevel(recorder.current?.level() ?? 0);
    }, 100);
    return () => clearInterval(look);
  }, [state.is]);
  const url = state.is === "done" ? state.take.url : undefined;
  useEffect(
    () => () => {
      if (url !== undefined) URL.revokeObjectURL(url);
    },
    [url],
  );

  const start = async () => {
    setTrouble(undefined);
    isKept.current = false;
    setState({ is: "asking" });
    try {
      recorder.current = await startRecorder();
      setSeconds(0);
      setState({ is: "recording" });
    } catch {
      setState({ is: "ready" });
      setTrouble("The browser did not give us the microphone. Allow it in the address line, then try again.");
    }
  };
  const stop = async () => {
    const made = await recorder.current?.stop();
    recorder.current = undefined;
    if (made !== undefined) setState({ is: "done", take: { ...made, url: URL.createObjectURL(made.sound) } });
  };
  const send = async ({ sound, ending }: Sound) => {
    const file = new File([sound], `${title.trim() || named}.${ending}`, { type: sound.type });
    isKept.current = true;
    try {
      await (keep ?? intoLibrary)(file);
      setState({ is: "ready" });
    } catch (thrown) {
      isKept.current = false;
      throw thrown;
    }
  };
  const intoLibrary = async (file: File) => {
    upload([file]);
    route("/library");
  };
  const keeping = useSubmit(async () => {
    if (state.is === "done") await send(state.take);
  });
  /** A tap beside the button must not cost a story. */
  const offer = (made: Sound) =>
    void showToast(
      {
        tone: "bad",
        text: "The recording was not kept",
        action: { label: "Keep it", run: () => void send(made).catch(showFailure) },
      },
      30_000,
    );

  if (!canRecord())
    return (
      <Banner tone="warn">
        <p class="banner-message">This browser cannot record here.</p>
        <p class="small">
          Browsers give the microphone to pages with https only, or on the computer itself. You can record
          with your phone's voice memos and upload the file.
        </p>
      </Banner>
    );
  if (state.is === "done")
    return (
      <form class="stack" onSubmit={keeping.submit}>
        {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what was just said */}
        <audio class="make-hear" controls src={state.take.url} />
        <Field
          label="Title"
          value={title}
          optional
          maxLength={200}
          hint={title.trim() === "" ? `Without one: ${named}` : undefined}
          onInput={setTitle}
        />
        {keeping.failure && <FailureBanner failure={keeping.failure} />}
        <div class="sheet-actions">
          <Button
            icon="undo"
            disabled={keeping.busy}
            onClick={() => {
              offer(state.take);
              setState({ is: "ready" });
            }}
          >
            Record again
          </Button>
          <Button type="submit" look="main" icon="check" busy={keeping.busy}>
            Keep it
          </Button>
        </div>
      </form>
    );
  const running = state.is === "recording" || state.is === "paused";
  return (
    <div class="record">
      {trouble && (
        <Banner tone="bad">
          <p>{trouble}</p>
        </Banner>
      )}
      <p class="record-time numbers" role="timer">
        {clockOf(running ? seconds : 0)}
      </p>
      <meter
        class="record-level"
        min={0}
        max={1}
        value={state.is === "recording" ? level : 0}
        aria-label="How loud"
      />
      <button
        type="button"
        class={running ? "record-button record-button-on" : "record-button"}
        aria-label={running ? "Stop recording" : "Record"}
        disabled={state.is === "asking"}
        onClick={() => void (running ? stop() : start())}
      >
        <span aria-hidden="true" />
      </button>
      <p class="soft">{words[state.is]}</p>
      {running && (
        <Button
          icon={state.is === "paused" ? "play" : "pause"}
          onClick={() => {
            if (state.is === "paused") recorder.current?.resume();
            else recorder.current?.pause();
            setState({ is: state.is === "paused" ? "recording" : "paused" });
          }}
        >
          {state.is === "paused" ? "Go on" : "Pause"}
        </Button>
      )}
    </div>
  );
}

/** A title where nobody gave one. */
function titleOfToday(): string {
  return `Recording of ${new Date().toLocaleDateString(undefined, { day: "numeric", month: "long" })}`;
}

const words = {
  ready: "Press, and read a story. You hear it before it is kept.",
  asking: "The browser asks whether it may use the microphone …",
  recording: "Recording. Press again when you are done.",
  paused: "Paused.",
} as const;
