import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { upload } from "../stores/uploads.ts";
import { Button } from "../ui/button.tsx";

/** Opens the device's own chooser for one or many recordings. */
export function FileButton({ look, children }: { look: "main" | "plain"; children: ComponentChildren }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
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
        }}
      />
      <Button look={look} icon="upload" onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}
