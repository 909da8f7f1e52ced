import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Cloud } from "../cloud.ts";
import { sessionCookie } from "./authorize-routes.ts";
import type { DeviceCodes } from "./device-codes.ts";
import { activatePage, consentPage, donePage, loginPage } from "./pages.ts";
import type { Sessions } from "./sessions.ts";

type Deps = Pick<Cloud, "accounts" | "clients" | "switches"> & {
  readonly sessions: Sessions;
  readonly deviceCodes: DeviceCodes;
};

/** `/activate`: type the code, log in, say yes or no. */
export function activateRoutes({ accounts, clients, switches, sessions, deviceCodes }: Deps): Hono {
  const app = new Hono();

  const ask = (c: Context, userCode: string, sub: string | undefined, problem?: string) => {
    const pending = deviceCodes.byUserCode(userCode);
    const client = clients.get(pending?.clientId ?? "");
    if (pending === undefined || client === undefined)
      return c.html(activatePage({ userCode, problem: "That code is unknown or too old." }), 400);
    const account = sub === undefined ? undefined : accounts.get(sub);
    return c.html(
      account === undefined
        ? loginPage({
            action: "/activate/login",
            request: userCode,
            clientName: client.name,
            accounts: accounts.list().slice(0, 50),
            ...(problem === undefined ? {} : { problem }),
          })
        : consentPage({
            action: "/activate/consent",
            request: userCode,
            client,
            account,
            scopes: pending.scopes,
          }),
    );
  };

  app.get("/activate", (c) => {
    const userCode = c.req.query("user_code") ?? "";
    if (userCode === "") return c.html(activatePage({ userCode }));
    if (switches.autoConsentAs !== undefined && deviceCodes.byUserCode(userCode) !== undefined) {
      deviceCodes.answer(userCode, { sub: switches.autoConsentAs });
      return c.html(donePage("Connected", "You can close this page."));
    }
    return ask(c, userCode, sessions.get(getCookie(c, sessionCookie)));
  });

  app.post("/activate/login", async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const userCode = form.get("request") ?? "";
    const account = accounts.byEmail(form.get("email") ?? "");
    if (account === undefined || account.password !== form.get("password"))
      return ask(c, userCode, undefined, "Wrong email or password.");
    setCookie(c, sessionCookie, sessions.begin(account.sub), { path: "/", httpOnly: true, sameSite: "Lax" });
    return ask(c, userCode, account.sub);
  });

  app.post("/activate/consent", async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const userCode = form.get("request") ?? "";
    const sub = sessions.get(getCookie(c, sessionCookie));
    if (sub === undefined) return ask(c, userCode, undefined);
    const accepted = form.get("answer") === "accept";
    deviceCodes.answer(userCode, accepted ? { sub } : "denied");
    return c.html(
      accepted
        ? donePage("Connected", "You can close this page.")
        : donePage("Declined", "The device was not connected."),
    );
  });

  return app;
}
