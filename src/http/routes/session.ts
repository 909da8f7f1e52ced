import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { UserName } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Passwords } from "../../ports/passwords.ts";
import type { ApiTokens } from "../../stores/api-tokens.ts";
import type { LoginThrottle } from "../../stores/login-throttle.ts";
import type { Sessions } from "../../stores/sessions.ts";
import type { Setup } from "../../stores/setup.ts";
import type { Users } from "../../stores/users.ts";
import { setUpFirstUser } from "../../usecases/people/set-up-first-user.ts";
import { signIn } from "../../usecases/people/sign-in.ts";
import { signOut } from "../../usecases/people/sign-out.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import type { SessionEnds } from "../live/session-ends.ts";
import { refuse } from "../refuse.ts";
import { Session, SetUpRequest, SignInRequest } from "../schema/session.ts";
import { clientAddressOf } from "../security/request-origin.ts";
import { giveSessionCookie, takeSessionCookie } from "../security/session-cookie.ts";
import type { SetUpGate } from "../security/set-up-gate.ts";

export type SessionDeps = {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly apiTokens: ApiTokens;
  readonly setup: Setup;
  readonly loginThrottle: LoginThrottle;
  readonly passwords: Passwords;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: URL;
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
    if (await deps.setup.isDone()) return c.json({ state: "signed-out" as const, ...demo }, 200);
    return c.json(
      { state: "set-up-needed" as const, tokenNeeded: deps.setUpGate.needsToken(c), ...demo },
      200,
    );
  });

  app.openapi(setUp, async (c) => {
    const { name, password, token } = c.req.valid("json");
    // Without need of a token a wrong one does no harm; where it is needed, none is as wrong as any.
    const shown = deps.setUpGate.needsToken(c) ? { token: token ?? "" } : {};
    const done = await setUpFirstUser(deps, { name: UserName(name), password, ...shown, ...deviceOf(c) });
    if (!done.ok) return refuse(c, done.why);
    return c.json(signedIn(c, done), 201);
  });

  app.openapi(start, async (c) => {
    const { name, password } = c.req.valid("json");
    const address = clientAddressOf(c);
    const done = await signIn(deps, { name: UserName(name), password, address, ...deviceOf(c) });
    if (!done.ok) {
      deps.log.warn("sign-in-refused", { why: done.why });
      const retry = "retryAfterMs" in done ? { retryAfterSeconds: Math.ceil(done.retryAfterMs / 1000) } : {};
      return refuse(c, done.why, retry);
    }
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
