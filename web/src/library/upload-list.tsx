import type { AudioItem } from "../../../src/http/schema/audio.ts";
import type { ApiFailure } from "../api/api-failure.ts";
import { dismissUpload, retryUpload, type Upload, uploads } from "../stores/uploads.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { sizeWords } from "../ui/words.ts";
import "./upload-list.css";

/** Files on their way, with progress, and what became of them. */
export function UploadList({ onMakeCard }: { onMakeCard: (audio: AudioItem) => void }) {
  if (uploads.value.length === 0) return null;
  return (
    <section class="panel upload-list" aria-label="Uploads">
      <ul class="stack-close">
        {uploads.value.map((each) => (
          <UploadRow key={each.id} upload={each} onMakeCard={onMakeCard} />
        ))}
      </ul>
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
      {state.is === "refused" && mayGoNextTime(state.failure) && (
        <Button onClick={() => retryUpload(upload.id)}>Try again</Button>
      )}
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

/** Whether it was not the file's fault: the line, the session, the disk. */
function mayGoNextTime({ code, status }: ApiFailure): boolean {
  return code === "not-reached" || status === 401 || status === 429 || status >= 500;
}

function stateWords({ state, bytes }: Upload): string {
  switch (state.is) {
    case "waiting":
      return `Waiting · ${sizeWords(bytes)}`;
    case "sending":
      return state.share < 1
        ? `${Math.round(state.share * 100)} % of ${sizeWords(bytes)}`
        : "Sent; the server reads it …";
    case "being-prepared":
      return `Being prepared, ${Math.round(state.share * 100)} %`;
    case "added":
      return state.wasThere ? "The same sound was in the library already" : "In the library";
    case "refused":
      return [state.failure.message, state.failure.hint].filter(Boolean).join(" ");
  }
}
