import type { Hono } from "hono";
import { checkMarkHeader } from "../../domain/play-check/check-mark-header.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { AppEnv } from "../app-env.ts";
import { refuse } from "../refuse.ts";
import { clientAddressOf } from "../security/request-origin.ts";
import type { Slots } from "../streams/slots.ts";

export type SlotDeps = { readonly slots: Slots; readonly files: AudioFiles };

/** `/s/<secret>/<slot>.mp3`: what players fetch. The secret is the only key; there is no login and no cookie. */
export function slotRoutes(app: Hono<AppEnv>, deps: SlotDeps): void {
  app.on(["GET", "HEAD"], "/s/:secret/:file{[^/]+\\.mp3}", async (c) => {
    const decision = await deps.slots.decide({
      secret: c.req.param("secret"),
      slot: c.req.param("file").replace(/\.mp3$/, ""),
      method: c.req.method,
      range: c.req.header("range"),
      ifRange: c.req.header("if-range"),
      ifNoneMatch: c.req.header("if-none-match"),
      userAgent: c.req.header("user-agent"),
      checkMark: c.req.header(checkMarkHeader),
      address: clientAddressOf(c),
    });
    switch (decision.is) {
      case "too-many-misses":
        c.header("Retry-After", "60");
        return refuse(c, "too-many-tries");
      case "radio":
      case "endless": // neither: we did not say that we can pace
      case "nothing-there":
        return refuse(c, "not-found");
      case "elsewhere":
        c.header("Cache-Control", "no-store");
        return c.redirect(decision.url.href, 302);
      case "bytes": {
        const { status, headers, send } = decision.answer;
        if (send === undefined) return new Response(null, { status, headers });
        const { readPieces } = await import("../streams/read-pieces.ts");
        const body = await readPieces(decision.pieces, decision.placeOf, deps.files);
        return body === undefined ? refuse(c, "not-found") : new Response(body, { status, headers });
      }
    }
  });
}
