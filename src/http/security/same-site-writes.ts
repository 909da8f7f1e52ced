import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import { refuse } from "../refuse.ts";

/**
 * Refuses writes that another website made a browser send: by `Sec-Fetch-Site` where the browser tells it, and by `Origin`.
 * Programs send neither and carry no cookie that could be abused.
 */
export function sameSiteWrites(publicUrl: URL): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    const site = c.req.header("sec-fetch-site");
    if (site !== undefined && site !== "same-origin" && site !== "none") return refuse(c, "other-site");
    const origin = c.req.header("origin");
    if (origin === undefined) return next();
    const host = c.req.header("host") ?? new URL(c.req.url).host;
    const from = URL.canParse(origin) ? new URL(origin) : undefined;
    const ours = from !== undefined && (from.host === host.toLowerCase() || from.origin === publicUrl.origin);
    return ours ? next() : refuse(c, "other-site");
  };
}
