import { type Context, Hono } from "hono";
import { html, raw } from "hono/html";
import { page } from "../auth/pages.ts";
import type { Cloud } from "../cloud.ts";
import { silentMp3 } from "../player/pretend-audio.ts";
import type { StoredMedia } from "../store/media.ts";
import { resolvedCard } from "./card-view.ts";
import { pattern } from "./picture.ts";
import { writePng } from "./png.ts";
import { notFound } from "./refused.ts";

/**
 * What the real cloud keeps on hosts of its own: signed audio (`secure-media`), card pictures (`card-content`), icons,
 * stock pictures (`cdn`) and the page behind the address on a physical card (`yoto.io`).
 */
export function mediaRoutes({ cards, media }: Pick<Cloud, "cards" | "media">): Hono {
  const app = new Hono();

  app.get("/secure-media/:prefix{[^~/]+~}/:hash", (c) => {
    const prefix = c.req.param("prefix").slice(0, -1);
    const hash = c.req.param("hash");
    const signed = media.checkSigned(prefix, hash, new URL(c.req.url).searchParams);
    const found = signed === "good" ? media.get(hash) : undefined;
    if (found === undefined)
      return new Response(
        `<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>${
          signed === "good" ? "Access denied" : signed === "expired" ? "Request has expired" : "Access denied"
        }</Message></Error>`,
        { status: 403, headers: { "Content-Type": "application/xml" } },
      );
    return withRange(c, found);
  });

  const open = (c: Context, hash: string) => {
    const found = media.get(hash);
    if (found === undefined) throw notFound("Not found");
    c.header("Cache-Control", "public, max-age=31536000");
    return withRange(c, found);
  };
  app.get("/card-content/:prefix/pub/:hash", (c) => open(c, c.req.param("hash")));
  app.get("/card-content/:prefix/:hash", (c) => open(c, c.req.param("hash")));
  app.get("/icons/:hash", (c) => open(c, c.req.param("hash")));

  // A minute without a sound, as any station has.
  const programme = { bytes: new Uint8Array(silentMp3(2_297)), contentType: "audio/mpeg", seconds: 60 };
  app.get("/radio/:cardId/:file", (c) => withRange(c, programme));

  app.get("/cdn/:shelf/:name", (c) =>
    c.body(writePng(pattern(c.req.param("name"))), 200, { "Content-Type": "image/png" }),
  );

  app.get("/yoto.io/:cardId", (c) => {
    const card = cards.get(c.req.param("cardId"));
    if (card === undefined || card.deleted)
      return c.html(page("No such card", html`<h1>No such card</h1>`), 404);
    const data = JSON.stringify(resolvedCard(card, media)).replaceAll("<", "\\u003c");
    return c.html(
      page(
        card.title,
        html`<main class="card"><h1>${card.title}</h1>
<script type="application/json" id="card">${raw(data)}</script></main>`,
      ),
    );
  });

  return app;
}

/** The bytes, or the one range asked for. */
function withRange(c: Context, { bytes, contentType }: StoredMedia): Response {
  c.header("Content-Type", contentType);
  c.header("Accept-Ranges", "bytes");
  const range = /^bytes=(\d*)-(\d*)$/.exec(c.req.header("range") ?? "");
  if (range === null || (range[1] === "" && range[2] === "")) return sized(c, bytes, 200);
  const last = bytes.length - 1;
  const first = range[1] === "" ? Math.max(0, bytes.length - Number(range[2])) : Number(range[1]);
  const end = range[1] === "" || range[2] === "" ? last : Math.min(last, Number(range[2]));
  if (first > end) {
    c.header("Content-Range", `bytes */${bytes.length}`);
    return c.body(null, 416);
  }
  c.header("Content-Range", `bytes ${first}-${end}/${bytes.length}`);
  return sized(c, bytes.subarray(first, end + 1), 206);
}

function sized(c: Context, bytes: Uint8Array<ArrayBuffer>, status: 200 | 206): Response {
  c.header("Content-Length", String(bytes.length));
  return c.body(bytes, status);
}
