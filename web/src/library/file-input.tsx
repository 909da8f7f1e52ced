import type { Ref } from "preact";
import { upload } from "../stores/uploads.ts";

type FileInputProps = { input: Ref<HTMLInputElement>; onChosen?: () => void };

/** The device's own chooser for one or many recordings; unseen, `input` is clicked by what opens it. */
export function FileInput({ input, onChosen }: FileInputProps) {
  return (
    <input
      ref={input}
      type="file"
      accept="audio/*,.mp3,.m4a,.m4b,.ogg,.opus,.flac,.wav"
      multiple
      hidden
      aria-label="Recordings to upload"
      onChange={({ currentTarget }) => {
        upload([...(currentTarget.files ?? [])]);
        currentTarget.value = "";
        onChosen?.();
      }}
    />
  );
}
