import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Brand } from "../shell/brand.tsx";
import "./door.css";

/** The frame of pages for who is not signed in: the mark, a title, one form. */
export function Door({ title, children }: { title: string; children: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · Yoto Smart Stream`;
  }, [title]);
  return (
    <main class="door">
      <Brand />
      <div class="panel stack">
        <h1 class="door-title">{title}</h1>
        {children}
      </div>
    </main>
  );
}
