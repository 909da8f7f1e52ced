import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Brand } from "../shell/brand.tsx";
import "./door.css";

type DoorProps = {
  title: string;
  /** In front of a page that waits. */
  over?: boolean;
  children: ComponentChildren;
};

/** The frame of pages for who is not signed in: the mark, a title, one form. */
export function Door({ title, over = false, children }: DoorProps) {
  useEffect(() => {
    const before = document.title;
    document.title = `${title} · Yoto Smart Stream`;
    return () => {
      document.title = before;
    };
  }, [title]);
  const inside = (
    <>
      <Brand />
      <div class="panel stack">
        <h1 class="door-title">{title}</h1>
        {children}
      </div>
    </>
  );
  if (!over) return <main class="door">{inside}</main>;
  return (
    <dialog class="door-over" aria-label={title} ref={open} onCancel={stay} onClose={comeBack}>
      <div class="door">{inside}</div>
    </dialog>
  );
}

function open(door: HTMLDialogElement | null) {
  door?.showModal();
}

function stay(event: Event) {
  event.preventDefault();
}

/** Browsers let nobody be held up by a dialog for long. */
function comeBack({ currentTarget }: { currentTarget: HTMLDialogElement }) {
  if (currentTarget.isConnected) currentTarget.showModal();
}
