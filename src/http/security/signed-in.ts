import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { KnownCaller } from "../../usecases/people/find-caller.ts";
import type { AppEnv } from "../app-env.ts";
import { refuse } from "../refuse.ts";
import { cookieNames } from "./session-cookie.ts";

/** What a request shows to be known by. */
export type Shown = { readonly by: "session" | "api-token"; readonly token: string };

export type CallerDeps = { readonly findCaller: (shown: Shown) => Promise<KnownCaller | undefined> };

/** What a request shows: `Authorization: Bearer` before a cookie; nothing of either is `undefined`. */
export function whoShows(c: Context): Shown | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (bearer !== undefined) return { by: "api-token", token: bearer };
  const cookie = cookieNames.map((name) => getCookie(c, name)).find((each) => each !== undefined);
  return cookie === undefined ? undefined : { by: "session", token: cookie };
}

/** Finds out who asks, for the routes to judge. Refuses nobody. */
export function whoAsks(deps: CallerDeps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const shown = whoShows(c);
    c.set("caller", shown === undefined ? undefined : await deps.findCaller(shown));
    await next();
  };
}

/** Lets only signed-in people and programs through; with `admin` only admins. */
export function onlyFor(who: "member" | "admin"): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { caller } = c.var;
    if (caller === undefined) return refuse(c, "not-signed-in");
    if (who === "admin" && caller.role !== "admin") return refuse(c, "admins-only");
    return next();
  };
}

/** Who asks, behind {@link onlyFor}. */
export function callerOf(c: Context<AppEnv>): KnownCaller {
  const { caller } = c.var;
  if (caller === undefined) throw new Error("This route is missing its guard; give it a role.");
  return caller;
}
