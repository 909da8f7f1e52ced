import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { YotoAccountId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import { missingScopes } from "../../domain/yoto-scopes.ts";
import type { Chance } from "../../ports/chance.ts";
import type { YotoSignIn } from "../../ports/yoto-sign-in.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { PendingLinks } from "../../stores/pending-links.ts";
import type { Players } from "../../stores/players.ts";
import type { AccountState } from "../../usecases/yoto-accounts/account-state.ts";
import { finishYotoLink } from "../../usecases/yoto-accounts/finish-yoto-link.ts";
import type { KeepLinkedDeps } from "../../usecases/yoto-accounts/keep-linked-account.ts";
import type { CodeLinks } from "../../usecases/yoto-accounts/link-with-code.ts";
import { startYotoLink } from "../../usecases/yoto-accounts/start-yoto-link.ts";
import { unlinkAccount } from "../../usecases/yoto-accounts/unlink-account.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { pageOf } from "../schema/page.ts";
import { YotoAccount, YotoDeviceLink, YotoDeviceLinkState, YotoLinkStart } from "../schema/yoto-account.ts";
import { saysLoopback } from "../security/request-origin.ts";
import { callerOf } from "../security/signed-in.ts";

export type YotoLinkDeps = KeepLinkedDeps & {
  readonly signIn: YotoSignIn;
  readonly pendingLinks: PendingLinks;
  readonly codeLinks: CodeLinks;
  readonly players: Players;
  readonly chance: Chance;
  readonly publicUrl: URL;
  /** How the connection of each linked family does, by account. */
  readonly accountState: (id: YotoAccountId) => Promise<AccountState>;
};

const tags = ["Yoto account"];

const start = defineRoute("admin", {
  method: "post",
  path: "/api/auth/yoto/start",
  tags,
  summary: "Begin linking a Yoto family in the browser; send it to `url`",
  responses: { 200: jsonOf(YotoLinkStart, "Where to go") },
});
const callback = defineRoute("anyone", {
  method: "get",
  path: "/api/auth/yoto/callback",
  tags,
  summary: "Where Yoto sends the browser back to; leads on to the settings",
  request: {
    query: z.object({
      code: z.string().max(2000).optional(),
      state: z.string().max(500).optional(),
      error: z.string().max(200).optional(),
      error_description: z.string().max(1000).optional(),
    }),
  },
  responses: { 302: { description: "To `/settings`, with `linked` or `link-error`" } },
});
const startCode = defineRoute("admin", {
  method: "post",
  path: "/api/auth/yoto/device",
  tags,
  summary: "Begin linking with a code that is typed in on another device",
  responses: { 200: jsonOf(YotoDeviceLink, "The code, or the advice to use the browser") },
});
const lookAtCode = defineRoute("admin", {
  method: "post",
  path: "/api/auth/yoto/device/{id}/poll",
  tags,
  summary: "How linking with a code goes; never waits",
  request: { params: z.object({ id: z.string().max(100) }) },
  responses: { 200: jsonOf(YotoDeviceLinkState, "The state") },
});
const accounts = defineRoute("member", {
  method: "get",
  path: "/api/auth/yoto/accounts",
  tags,
  summary: "Linked Yoto families",
  responses: { 200: jsonOf(pageOf(YotoAccount, "YotoAccountPage"), "All of them") },
});
const unlink = defineRoute("admin", {
  method: "delete",
  path: "/api/auth/yoto/accounts/{id}",
  tags,
  summary: "Unlink a family; audio, streams and cards stay",
  request: { params: z.object({ id: z.string().max(200) }) },
  responses: { 204: { description: "Unlinked" } },
});

/** Linking Yoto families, several per installation. */
export function yotoLinkRoutes(app: OpenAPIHono<AppEnv>, deps: YotoLinkDeps): void {
  app.openapi(start, async (c) => {
    const redirectUrl = redirectUrlFor(c, deps.publicUrl);
    const { url, expiresAtMs } = await startYotoLink(deps, { redirectUrl, boundTo: boundTo(c)[0] });
    return c.json({ url: url.href, redirectUrl, expiresAtMs }, 200);
  });

  app.openapi(callback, async (c) => {
    const { code, state, error, error_description: detail } = c.req.valid("query");
    const { caller } = c.var;
    const back = (query: string) => c.redirect(`/settings?${query}`, 302);
    if (caller === undefined || caller.role !== "admin") return back("link-error=not-signed-in");
    if (error !== undefined || code === undefined || state === undefined) {
      deps.log.warn("yoto-link-refused", { error, detail });
      return back(`link-error=${refusalOf(error, detail)}`);
    }
    try {
      for (const bound of boundTo(c)) {
        const done = await finishYotoLink(deps, { code, state, boundTo: bound, by: caller.name });
        if (done.ok) return back("linked=true");
      }
      return back("link-error=link-expired");
    } catch (trouble) {
      if (!(trouble instanceof YotoTrouble)) throw trouble;
      deps.log.warn("yoto-link-failed", { kind: trouble.kind, detail: trouble.detail });
      return back(`link-error=yoto-${trouble.kind}`);
    }
  });

  app.openapi(startCode, async (c) => {
    const begun = await deps.codeLinks.start(boundTo(c)[0]);
    if (begun === undefined) return c.json({ is: "use-browser" as const }, 200);
    const { deviceCode: _, ...shown } = begun;
    return c.json({ is: "started" as const, ...shown }, 200);
  });

  app.openapi(lookAtCode, async (c) => {
    const looked = await deps.codeLinks.look(c.req.valid("param").id, boundTo(c)[0], callerOf(c).name);
    return c.json(looked, 200);
  });

  app.openapi(accounts, async (c) => {
    const items = await Promise.all(
      (await deps.accounts.list()).map(async ({ value }): Promise<YotoAccount> => {
        const { id, label, state, pretend, linkedAtMs, scopes } = value;
        return {
          id,
          ...omitUndefined({ name: label }),
          state: state.is,
          demo: pretend,
          linkedAtMs,
          scopes: [...scopes],
          missing: [...missingScopes(scopes)],
          listener: await deps.accountState(id),
        };
      }),
    );
    return c.json({ items }, 200);
  });

  app.openapi(unlink, async (c) => {
    const done = await unlinkAccount(deps, YotoAccountId(c.req.valid("param").id));
    return done ? c.body(null, 204) : refuse(c, "not-found");
  });
}

/** Why Yoto's sign-in page sent somebody back without a code. A scope that the client may not ask for has several names there. */
function refusalOf(error: string | undefined, detail = ""): string {
  if (error === "invalid_scope" || /\bscopes?\b/i.test(detail)) return "scopes-not-allowed";
  if (error === "access_denied") return "denied";
  if (error === "server_error" || error === "temporarily_unavailable") return "yoto-unavailable";
  return "link-refused";
}

/**
 * Who may end what was begun: the same session; for a link that a program began, a browser of the same person. The first
 * is what a link is bound to when it begins.
 */
function boundTo(c: Context<AppEnv>): readonly [string, ...string[]] {
  const { name, by, id } = callerOf(c);
  return by === "session" ? [`session:${id}`, `user:${name}`] : [`user:${name}`];
}

/** Back to the address the browser is at, because only there it has its session: this machine's own, or the public one. */
function redirectUrlFor(c: Context<AppEnv>, publicUrl: URL): string {
  const path = "/api/auth/yoto/callback";
  const host = c.req.header("host");
  return host !== undefined && saysLoopback(c) ? `http://${host}${path}` : new URL(path, publicUrl).href;
}
