import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { ApiTokens } from "../../stores/api-tokens.ts";
import type { Sessions } from "../../stores/sessions.ts";
import type { Users } from "../../stores/users.ts";
import { findCaller, type KnownCaller } from "../../usecases/find-caller.ts";
import type { AppEnv } from "../app-env.ts";
import { refuse } from "../refuse.ts";
import { cookieNames } from "./session-cookie.ts";

/** Finds out who asks, for the routes to judge: by `Authorization: Bearer`, else by cookie. Refuses nobody. */
export function whoAsks(deps: {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly apiTokens: ApiTokens;
}): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
    const cookie = cookieNames.map((name) => getCookie(c, name)).find((each) => each !== undefined);
    const shown =
      bearer !== undefined
        ? ({ by: "api-token", token: bearer } as const)
        : cookie !== undefined
          ? ({ by: "session", token: cookie } as const)
          : undefined;
    c.set("caller", shown === undefined ? undefined : await findCaller(deps, shown));
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
