import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Cloud } from "../cloud.ts";
import { grantCode } from "./approve.ts";
import { type AuthorizeRequest, checkAuthorize, withError } from "./check-authorize.ts";
import { consentPage, errorPage, loginPage } from "./pages.ts";
import type { Sessions } from "./sessions.ts";

/** The cookie that keeps a person logged in at the pretend cloud. */
export const sessionCookie = "pretend_yoto_session";

type Pending = AuthorizeRequest & { sub?: string };
type Deps = Pick<Cloud, "accounts" | "clients" | "grants" | "origin" | "switches" | "chance" | "clock"> & {
  readonly sessions: Sessions;
};

/**
 * `/authorize`: login page, consent page, and back to the app with a code.
 * With the switch `autoConsentAs` no page is shown.
 */
export function authorizeRoutes(deps: Deps): Hono {
  const { accounts, sessions, switches, clock, chance } = deps;
  const app = new Hono();
  const pending = new Map<string, Pending>();

  const park = (request: Pending) => {
    const id = chance.alphanumerics(24);
    pending.set(id, request);
    clock.after(1_800_000, () => void pending.delete(id));
    return id;
  };

  const showLogin = (c: Context, id: string, request: Pending, problem?: string) =>
    c.html(
      loginPage({
        action: "/u/login",
        request: id,
        clientName: request.client.name,
        accounts: accounts.list().slice(0, 50),
        ...(problem === undefined ? {} : { problem }),
      }),
      problem === undefined ? 200 : 400,
    );

  const grant = (c: Context, request: AuthorizeRequest, sub: string) =>
    c.redirect(grantCode(deps, request, sub));

  /** Somebody is logged in: ask for consent where it is still needed. */
  const proceed = (c: Context, request: Pending, sub: string) => {
    const { client, scopes, redirectUri, state, prompt } = request;
    const account = accounts.get(sub);
    if (account === undefined) return showLogin(c, park(request), request);
    if (!prompt.includes("consent") && sessions.agreed(sub, client.clientId, scopes))
      return grant(c, request, sub);
    if (prompt.includes("none"))
      return c.redirect(withError(redirectUri, "consent_required", "Consent required", state));
    const id = park({ ...request, sub });
    return c.html(consentPage({ action: "/u/consent", request: id, client, account, scopes }));
  };

  app.get("/authorize", (c) => {
    const checked = checkAuthorize(deps, new URL(c.req.url).searchParams);
    if (!checked.ok)
      return checked.tell === "app"
        ? c.redirect(checked.location)
        : c.html(errorPage(checked.title, checked.sentence), 403);
    const { request } = checked;
    if (switches.autoConsentAs !== undefined) {
      sessions.agree(switches.autoConsentAs, request.client.clientId, request.scopes);
      return grant(c, request, switches.autoConsentAs);
    }
    const sub = sessions.get(getCookie(c, sessionCookie), request.maxAgeSeconds);
    const mustLogIn = request.prompt.includes("login") || request.prompt.includes("select_account");
    if (sub !== undefined && accounts.get(sub) !== undefined && !mustLogIn) return proceed(c, request, sub);
    if (request.prompt.includes("none"))
      return c.redirect(withError(request.redirectUri, "login_required", "Login required", request.state));
    return showLogin(c, park(request), request);
  });

  app.post("/u/login", async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const id = form.get("request") ?? "";
    const request = pending.get(id);
    if (request === undefined)
      return c.html(errorPage("Too late", "Start again in the app: this login page has expired."), 400);
    const account = accounts.byEmail(form.get("email") ?? "");
    if (account === undefined || account.password !== form.get("password"))
      return showLogin(c, id, request, "Wrong email or password.");
    pending.delete(id);
    setCookie(c, sessionCookie, sessions.begin(account.sub), { path: "/", httpOnly: true, sameSite: "Lax" });
    return proceed(c, request, account.sub);
  });

  app.post("/u/consent", async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const id = form.get("request") ?? "";
    const request = pending.get(id);
    if (request?.sub === undefined)
      return c.html(errorPage("Too late", "Start again in the app: this page has expired."), 400);
    pending.delete(id);
    if (form.get("answer") !== "accept")
      return c.redirect(
        withError(request.redirectUri, "access_denied", "User did not authorize the request", request.state),
      );
    sessions.agree(request.sub, request.client.clientId, request.scopes);
    return grant(c, request, request.sub);
  });

  return app;
}
