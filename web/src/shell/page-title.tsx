import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";
import "./page-title.css";

type PageTitleProps = {
  title: string;
  /** The page this one is below. */
  back?: { readonly path: string; readonly name: string };
  /** The parts of the room, below the heading. */
  parts?: ComponentChildren;
  /** The main actions of the page, beside the heading. */
  children?: ComponentChildren;
};

/** The top of a page: the way back, the heading (which is the window's title too), its actions and its parts. */
export function PageTitle({ title, back, parts, children }: PageTitleProps) {
  useEffect(() => {
    document.title = `${title} · Yoto Smart Stream`;
  }, [title]);
  return (
    <div class="page-top">
      {back && (
        <a class="way-back" href={back.path}>
          <Icon name="arrow-left" /> {back.name}
        </a>
      )}
      <div class="page-head">
        <h1>{title}</h1>
        {children && <div class="page-actions">{children}</div>}
      </div>
      {parts}
    </div>
  );
}
