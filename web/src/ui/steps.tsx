import type { ComponentChildren } from "preact";
import "./steps.css";

/** What to do elsewhere, one thing after the other: a numbered list of `li`. */
export function Steps({ children }: { children: ComponentChildren }) {
  return <ol class="steps">{children}</ol>;
}
