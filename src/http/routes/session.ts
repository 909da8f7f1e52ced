import { createHash, timingSafeEqual } from "node:crypto";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { UserName } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Passwords } from "../../ports/passwords.ts";
import type { ApiTokens } from "../../stores/api-tokens.ts";
import type { Leases } from "../../stores/leases.ts";
import type { Sessions } from "../../stores/sessions.ts";
import type { Users } from "../../stores/users.ts";
import { isSetUpNeeded, setUpFirstUser } from "../../usecases/set-up-first-user.ts";
import { signIn } from "../../usecases/sign-in.ts";
import { signOut } from "../../usecases/sign-out.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { Session, SetUpRequest, SignInRequest } from "../schema/session.ts";
import type { SetUpGate } from "../security/set-up-gate.ts";
import { clientAddressOf } from "../security/request-origin.ts";
import { giveSessionCookie, takeSessionCookie } from "../security/session-cookie.ts";
import type { Tries } from "../security/tries.ts";
import type { SessionEnds } from "../live/session-ends.ts";

export type SessionDeps = {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly apiTokens: ApiTokens;
  readonly leases: Leases;
  readonly passwords: Passwords;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: URL;
  readonly tries: Tries;
  readonly setUpGate: SetUpGate;
  readonly sessionEnds: SessionEnds;
  readonly demo?: { readonly pretendUrl: URL } | undefined;
};

const whoAmI = defineRoute("anyone", {
  method: "get",
  path: "/api/session",
  tags: ["Session"],
  summary: "Who is signed in, or what is needed first",
  responses: { 200: jsonOf(Session, "The session") },
});

const setUp = defineRoute("anyone", {
  method: "post",
  path: "/api/session/setup",
  tags: ["Session"],
  summary: "Register the first person, an admin, and sign in",
  request: { body: bodyOf(SetUpRequest) },
  responses: { 201: jsonOf(Session, "Signed in") },
});

const start = defineRoute("anyone", {
  method: "post",
  path: "/api/session",
  tags: ["Session"],
  summary: "Sign in",
  request: { body: bodyOf(SignInRequest) },
  responses: { 200: jsonOf(Session, "Signed in") },
});

const end = defineRoute("anyone", {
  method: "delete",
  path: "/api/session",
  tags: ["Session"],
  summary: "Sign out; the session is over everywhere",
  responses: { 204: { description: "Signed out, or was not signed in" } },
});

/** Set-up, sign-in, sign-out. */
export function sessionRoutes(app: OpenAPIHono<AppEnv>, deps: SessionDeps): void {
  const demo = deps.demo === undefined ? {} : { demo: { pretendUrl: deps.demo.pretendUrl.origin } };

  app.openapi(whoAmI, async (c) => {
    c.header("Cache-Control", "no-store");
    const { caller } = c.var;
    if (caller !== undefined) {
      const { name, role, expiresAtMs } = caller;
      return c.json({ state: "signed-in" as const, user: { name, role }, expiresAtMs, ...demo }, 200);
    }
    if (!(await isSetUpNeeded(deps.users))) return c.json({ state: "signed-out" as const, ...demo }, 200);
    return c.json(
      { state: "set-up-needed" as const, tokenNeeded: deps.setUpGate.needsToken(c), ...demo },
      200,
    );
  });

  app.openapi(setUp, async (c) => {
    const { name, password, token } = c.req.valid("json");
    if (!(await isSetUpNeeded(deps.users))) return refuse(c, "already-set-up");
    if (deps.setUpGate.needsToken(c) && !same(token, deps.setUpGate.token))
      return refuse(c, "set-up-link-needed");
    const done = await setUpFirstUser(deps, { name: UserName(name), password, ...deviceOf(c) });
    if (!done.ok) return refuse(c, done.why);
    return c.json(signedIn(c, done), 201);
  });

  app.openapi(start, async (c) => {
    const { name, password } = c.req.valid("json");
    const keys = [`user:${name}`, `address:${clientAddressOf(c)}`];
    const waitMs = deps.tries.waitMs(keys);
    if (waitMs > 0) return refuse(c, "too-many-tries", { retryAfterSeconds: Math.ceil(waitMs / 1000) });
    const done = await signIn(deps, { name: UserName(name), password, ...deviceOf(c) });
    if (!done.ok) {
      deps.tries.failed(keys);
      return refuse(c, "wrong-name-or-password");
    }
    deps.tries.succeeded(keys);
    return c.json(signedIn(c, done), 200);
  });

  app.openapi(end, async (c) => {
    const { caller } = c.var;
    if (caller?.by === "session") {
      await signOut(deps, caller);
      deps.sessionEnds.end(caller.id);
    }
    takeSessionCookie(c, deps.publicUrl);
    return c.body(null, 204);
  });

  type Done = {
    readonly user: { readonly name: string; readonly role: "admin" | "member" };
    readonly session: { readonly expiresAtMs: number };
    readonly token: string;
  };
  function signedIn(c: Context<AppEnv>, { user, session, token }: Done): Session {
    const { expiresAtMs } = session;
    giveSessionCookie(c, deps.publicUrl, token, Math.ceil((expiresAtMs - deps.clock.nowMs()) / 1000));
    c.header("Cache-Control", "no-store");
    return { state: "signed-in", user: { name: user.name, role: user.role }, expiresAtMs, ...demo };
  }
}

function deviceOf(c: Context): { device?: string } {
  const device = c.req.header("user-agent")?.slice(0, 200);
  return device === undefined ? {} : { device };
}

/** Compares in constant time, so that answers do not tell how much of a guess was right. */
function same(given: string | undefined, wanted: string | undefined): boolean {
  if (given === undefined || wanted === undefined) return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
