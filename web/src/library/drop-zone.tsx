import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { upload } from "../stores/uploads.ts";
import { Icon } from "../ui/icon.tsx";
import "./drop-zone.css";

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** The whole page takes files that are dropped on it. */
export function DropZone({ children }: { children: ComponentChildren }) {
  const depth = useSignal(0);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the upload button does the same for everybody
    <div
      class="drop-zone"
      onDragEnter={(event) => {
        if (hasFiles(event)) depth.value++;
      }}
      onDragLeave={(event) => {
        if (hasFiles(event)) depth.value = Math.max(0, depth.value - 1);
      }}
      onDragOver={(event) => {
        if (hasFiles(event)) event.preventDefault();
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth.value = 0;
        upload([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      {children}
      {depth.value > 0 && (
        <div class="drop-here" aria-hidden="true">
          <Icon name="upload" />
          Let go to upload
        </div>
      )}
    </div>
  );
}
