import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Banner } from "./banner.tsx";
import { Button, IconButton } from "./button.tsx";
import { onWayBack } from "./on-way-back.ts";
import "./sheet.css";

type SheetProps = { title: string; onClose: () => void; children: ComponentChildren };

/**
 * Something to decide now: from below on a phone, in the middle on a desk. Escape, the cross, the veil and the way back close it; the
 * last two happen by mistake, and ask first when something was typed.
 */
export function Sheet({ title, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const gone = useRef(false);
  const typed = useRef(false);
  const [asking, setAsking] = useState(false);
  const tell = useRef(onClose);
  tell.current = onClose;
  // In one turn: the browser tells only with its next picture that a dialog was closed, and whoever opened it may do so before.
  const close = () => {
    if (gone.current) return;
    gone.current = true;
    dialog.current?.close();
    tell.current();
  };
  const closeUnlessTyped = () => (typed.current ? setAsking(true) : close());
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    const stop = onWayBack(() => {
      if ([...document.querySelectorAll("dialog[open]")].at(-1) === shown) closeUnlessTyped();
    });
    return () => {
      stop();
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
      onClose={close}
      onCancel={(event) => {
        if (event.target === dialog.current) close(); // and not a file input of its own
      }}
      onClick={(event) => {
        if (event.target === dialog.current) closeUnlessTyped();
      }}
      onInput={({ target }) => {
        // What is searched for is nothing to lose.
        typed.current ||= target instanceof Element && target.closest("form") !== null;
      }}
    >
      <div class="sheet-inside">
        <header class="sheet-head">
          <h2 id={titleId}>{title}</h2>
          <IconButton icon="close" label="Close" onClick={close} />
        </header>
        {asking && (
          <div class="sheet-asks">
            <Banner
              tone="warn"
              actions={
                <>
                  <Button look="main" onClick={() => setAsking(false)}>
                    Keep on
                  </Button>
                  <Button onClick={close}>Throw it away</Button>
                </>
              }
            >
              <p class="banner-message">What you typed is not saved yet.</p>
            </Banner>
          </div>
        )}
        <div class="sheet-body">{children}</div>
      </div>
    </dialog>
  );
}
