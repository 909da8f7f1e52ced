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
import { counted, sizeWords } from "../ui/words.ts";
import "./upload-list.css";

type MakeCard = { onMakeCard: (audio: readonly AudioItem[]) => void };

/** More of a kind than this are told in one line. */
const rowsAtMost = 4;

/** Files on their way, with progress, and what became of them, of which one card can be made. */
export function UploadList({ onMakeCard }: MakeCard) {
  const all = uploads.value;
  if (all.length + left.value.length === 0) return null;
  const again = all.filter(mayGoNextTime);
  const added = all.filter(({ state }) => state.is === "added");
  const waiting = all.filter(({ state }) => state.is === "waiting");
  const allOfIt = added.filter(({ state }) => state.is !== "added" || state.leftOut === undefined);
  const folded = [allOfIt, waiting].filter(({ length }) => length > rowsAtMost);
  const together = inOrderOfNames(added);
  const isDone = all.every(({ state }) => state.is === "added" || state.is === "refused");
  return (
    <section class="panel upload-list" aria-label="Uploads">
      {added.length > 1 && together.length > 1 && isDone && (
        <Button look="main" icon="card" onClick={() => onMakeCard(together)}>
          Make one card of all {together.length}
        </Button>
      )}
      <ul class="stack-close">
        {allOfIt.length > rowsAtMost && (
          <ManyRow
            uploads={allOfIt}
            words={`${counted(allOfIt.length, "file")} in the library`}
            verb="Close"
          />
        )}
        {all
          .filter((each) => !folded.flat().includes(each))
          .map((each) => (
            <UploadRow key={each.id} upload={each} among={added.length} onMakeCard={onMakeCard} />
          ))}
        {waiting.length > rowsAtMost && (
          <ManyRow uploads={waiting} words={`${counted(waiting.length, "more file")} to go`} verb="Cancel" />
        )}
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

type ManyRowProps = { uploads: readonly Upload[]; words: string; verb: "Close" | "Cancel" };

/** A whole shelf of files in one line. */
function ManyRow({ uploads: many, words, verb }: ManyRowProps) {
  return (
    <li class="upload-row">
      <p class={`upload-row-name ${verb === "Close" ? "upload-added" : "upload-waiting"}`} role="status">
        {words}
      </p>
      <IconButton
        icon="close"
        label={`${verb} all ${many.length}`}
        onClick={() => many.forEach(({ id }) => void dismissUpload(id))}
      />
    </li>
  );
}

type UploadRowProps = MakeCard & { upload: Upload; among: number };

function UploadRow({ upload, among, onMakeCard }: UploadRowProps) {
  const { state } = upload;
  const moving = state.is === "sending" || state.is === "being-prepared" ? state.share : undefined;
  return (
    <li class={among > 1 ? "upload-row upload-row-among" : "upload-row"}>
      <div class="upload-row-words">
        <p class="upload-row-name one-line">{nameOf(upload)}</p>
        <p class={`small upload-${state.is}`} role="status">
          {stateWords(upload)}
        </p>
        {state.is === "added" && state.leftOut !== undefined && (
          <p class="small upload-refused">{state.leftOut}</p>
        )}
        {moving !== undefined && (
          <progress class="upload-bar" value={moving} max={1} aria-label={`Upload of ${upload.name}`} />
        )}
      </div>
      {state.is === "added" && state.audio.length > 0 && (
        <Button
          class="upload-row-card"
          look={among > 1 ? "plain" : "main"}
          icon="card"
          onClick={() => onMakeCard(state.audio)}
        >
          Make a card of {state.audio.length > 1 ? `all ${state.audio.length}` : "it"}
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

/** As files lie in a folder: chapter 2 before chapter 10. */
function inOrderOfNames(added: readonly Upload[]): readonly AudioItem[] {
  const audio = added
    .toSorted((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }))
    .flatMap(({ state }) => (state.is === "added" ? state.audio : []));
  return [...new Map(audio.map((each) => [each.id, each])).values()];
}

function nameOf({ name, state }: Upload): string {
  const [only, ...more] = state.is === "added" ? state.audio : [];
  return only === undefined || more.length > 0 ? name : only.title;
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
      if (state.audio.length === 0) return "Its recordings are in the library, all but some";
      if (state.audio.length > 1) return `${counted(state.audio.length, "recording")} in the library`;
      return state.wasThere ? "The same sound was in the library already" : "In the library";
    case "refused":
      return [state.failure.message, state.failure.hint].filter(Boolean).join(" ");
  }
}
