import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ApiToken } from "../../domain/api-token.ts";
import { ApiTokenId, SessionId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Passwords } from "../../ports/passwords.ts";
import type { ApiTokens } from "../../stores/api-tokens.ts";
import type { LoginThrottle } from "../../stores/login-throttle.ts";
import type { Sessions } from "../../stores/sessions.ts";
import type { Users } from "../../stores/users.ts";
import { changeOwnPassword } from "../../usecases/people/change-own-password.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import type { SessionEnds } from "../live/session-ends.ts";
import { refuse } from "../refuse.ts";
import {
  MadeToken,
  NewToken,
  OwnSessions,
  type OwnToken,
  OwnTokens,
  PasswordChange,
} from "../schema/account.ts";
import { clientAddressOf } from "../security/request-origin.ts";
import { callerOf } from "../security/signed-in.ts";

export type OwnAccessDeps = {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly apiTokens: ApiTokens;
  readonly passwords: Passwords;
  readonly loginThrottle: LoginThrottle;
  readonly clock: Clock;
  readonly sessionEnds: SessionEnds;
};

const tags = ["Session"];
const params = z.object({ id: z.string().min(1).max(100) });
const dayMs = 86_400_000;
/** What callers who need not come back have for an end. */
const never = Number.MAX_SAFE_INTEGER;

const password = defineRoute("member", {
  method: "post",
  path: "/api/session/password",
  tags,
  summary: "Change your password; your other sessions and your tokens end",
  request: { body: bodyOf(PasswordChange) },
  responses: { 204: { description: "Changed" } },
});
const sessions = defineRoute("member", {
  method: "get",
  path: "/api/session/all",
  tags,
  summary: "Where you are signed in",
  responses: { 200: jsonOf(OwnSessions, "Your sessions") },
});
const endSession = defineRoute("member", {
  method: "delete",
  path: "/api/session/all/{id}",
  tags,
  summary: "End one of your sessions",
  request: { params },
  responses: { 204: { description: "Ended" } },
});
const tokens = defineRoute("member", {
  method: "get",
  path: "/api/session/tokens",
  tags,
  summary: "Your API tokens",
  responses: { 200: jsonOf(OwnTokens, "Without their secrets") },
});
const makeToken = defineRoute("member", {
  method: "post",
  path: "/api/session/tokens",
  tags,
  summary: "Make an API token that may do what you may; it is shown once",
  description: "One that a token makes ends no later than that token.",
  request: { body: bodyOf(NewToken) },
  responses: { 201: jsonOf(MadeToken, "The token") },
});
const revokeToken = defineRoute("member", {
  method: "delete",
  path: "/api/session/tokens/{id}",
  tags,
  summary: "Revoke a token",
  request: { params },
  responses: { 204: { description: "Revoked" } },
});

/** A person's own password, sessions and tokens. */
export function ownAccessRoutes(app: OpenAPIHono<AppEnv>, deps: OwnAccessDeps): void {
  app.openapi(password, async (c) => {
    const { name, by, id } = callerOf(c);
    const done = await changeOwnPassword(deps, {
      ...c.req.valid("json"),
      name,
      address: clientAddressOf(c),
      keep: by === "session" ? SessionId(id) : undefined,
    });
    if (done.ok) return c.body(null, 204);
    const retry = "retryAfterMs" in done ? { retryAfterSeconds: Math.ceil(done.retryAfterMs / 1000) } : {};
    return refuse(c, done.why, retry);
  });

  app.openapi(sessions, async (c) => {
    const { name, id } = callerOf(c);
    const items = (await deps.sessions.of(name)).map(({ user: _, ...each }) => ({
      ...each,
      thisOne: each.id === id,
    }));
    return c.json({ items }, 200);
  });

  app.openapi(endSession, async (c) => {
    const { id } = c.req.valid("param");
    const ended = await deps.sessions.revoke(callerOf(c).name, SessionId(id));
    // Only then: a screen comes back at once, and is nobody by then.
    if (ended) deps.sessionEnds.end(id);
    return ended ? c.body(null, 204) : refuse(c, "not-found");
  });

  app.openapi(tokens, async (c) => {
    const items = (await deps.apiTokens.of(callerOf(c).name)).map(view);
    return c.json({ items }, 200);
  });

  app.openapi(makeToken, async (c) => {
    const { label, days } = c.req.valid("json");
    const caller = callerOf(c);
    const wantedMs = days === undefined ? never : deps.clock.nowMs() + days * dayMs;
    // A token must not outlive itself by making another one.
    const expiresAtMs = caller.by === "api-token" ? Math.min(wantedMs, caller.expiresAtMs) : wantedMs;
    const { apiToken, token } = await deps.apiTokens.create({
      user: caller.name,
      label,
      ...(expiresAtMs < never && { expiresAtMs }),
    });
    c.header("Cache-Control", "no-store");
    return c.json({ ...view(apiToken), token }, 201);
  });

  app.openapi(revokeToken, async (c) => {
    const revoked = await deps.apiTokens.revoke(callerOf(c).name, ApiTokenId(c.req.valid("param").id));
    return revoked ? c.body(null, 204) : refuse(c, "not-found");
  });
}

function view({ id, label, createdAtMs, usedAtMs, expiresAtMs }: ApiToken): OwnToken {
  return { id, label, createdAtMs, ...omitUndefined({ usedAtMs, expiresAtMs }) };
}
