import { html } from "hono/html";

/** A piece of a page. */
export type Html = ReturnType<typeof html>;

/** A button that posts JSON when pressed; the page's script does the posting. */
export const button = (label: string, path: string, body: unknown = {}, method = "POST"): Html =>
  html`<button type="button" data-call="${method} /_pretend${path}" data-body="${JSON.stringify(body)}">${label}</button>`;
