import type { AudioItem } from "../../../src/http/schema/audio.ts";
import {
  dismissLeft,
  dismissUpload,
  left,
  mayGoNextTime,
  retryUpload,
  type Upload,
  uploads,
} from "../stores/uploads.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { sizeWords } from "../ui/words.ts";
import "./upload-list.css";

/** Files on their way, with progress, and what became of them. */
export function UploadList({ onMakeCard }: { onMakeCard: (audio: AudioItem) => void }) {
  if (uploads.value.length + left.value.length === 0) return null;
  const again = uploads.value.filter(mayGoNextTime);
  return (
    <section class="panel upload-list" aria-label="Uploads">
      <ul class="stack-close">
        {uploads.value.map((each) => (
          <UploadRow key={each.id} upload={each} onMakeCard={onMakeCard} />
        ))}
        {left.value.map(({ key, name, bytes }) => (
          <li key={key} class="upload-row">
            <div class="upload-row-words">
              <p class="upload-row-name one-line">{name}</p>
              <p class="small upload-waiting">
                Not sent whole ({sizeWords(bytes)}). Choose the file again, and it goes on where it stopped.
              </p>
            </div>
            <IconButton icon="close" label={`Forget ${name}`} onClick={() => dismissLeft(key)} />
          </li>
        ))}
      </ul>
      {again.length > 1 && (
        <Button onClick={() => again.forEach((each) => void retryUpload(each))}>Try all again</Button>
      )}
    </section>
  );
}

function UploadRow({ upload, onMakeCard }: { upload: Upload; onMakeCard: (audio: AudioItem) => void }) {
  const { state } = upload;
  const moving = state.is === "sending" || state.is === "being-prepared" ? state.share : undefined;
  return (
    <li class="upload-row">
      <div class="upload-row-words">
        <p class="upload-row-name one-line">{state.is === "added" ? state.audio.title : upload.name}</p>
        <p class={`small upload-${state.is}`} role="status">
          {stateWords(upload)}
        </p>
        {moving !== undefined && (
          <progress class="upload-bar" value={moving} max={1} aria-label={`Upload of ${upload.name}`} />
        )}
      </div>
      {state.is === "added" && (
        <Button
          look="main"
          icon="card"
          onClick={() => {
            onMakeCard(state.audio);
            dismissUpload(upload.id);
          }}
        >
          Make a card of it
        </Button>
      )}
      {mayGoNextTime(upload) && <Button onClick={() => void retryUpload(upload)}>Try again</Button>}
      <IconButton
        icon="close"
        label={
          moving === undefined && state.is !== "waiting" ? `Close ${upload.name}` : `Cancel ${upload.name}`
        }
        onClick={() => dismissUpload(upload.id)}
      />
    </li>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function stateWords({ state, bytes }: Upload): string {
  switch (state.is) {
    case "waiting":
      return `Waiting · ${sizeWords(bytes)}`;
    case "sending":
      if (state.isCut)
        return `The line is cut at ${percent(state.share)} of ${sizeWords(bytes)}. It goes on by itself.`;
      return state.share < 1
        ? `${percent(state.share)} of ${sizeWords(bytes)}`
        : "Sent; the server reads it …";
    case "being-prepared":
      return `Being prepared, ${percent(state.share)}`;
    case "added":
      return state.wasThere ? "The same sound was in the library already" : "In the library";
    case "refused":
      return [state.failure.message, state.failure.hint].filter(Boolean).join(" ");
  }
}
