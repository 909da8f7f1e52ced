import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { IconButton } from "./button.tsx";
import "./sheet.css";

type SheetProps = { title: string; onClose: () => void; children: ComponentChildren };

/** Something to decide now: from below on a phone, in the middle on a desk. Escape, the cross and the veil close it. */
export function Sheet({ title, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const gone = useRef(false);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      gone.current = true;
      shown?.close(); // gives the focus back to what opened it
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the veil is for the mouse; Escape is the dialog's own
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={titleId}
      onClose={() => {
        if (!gone.current) onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div class="sheet-inside">
        <header class="sheet-head">
          <h2 id={titleId}>{title}</h2>
          <IconButton icon="close" label="Close" onClick={() => dialog.current?.close()} />
        </header>
        <div class="sheet-body">{children}</div>
      </div>
    </dialog>
  );
}
