import { Hono } from "hono";
import { deleteCookie, getCookie } from "hono/cookie";
import type { Cloud } from "../cloud.ts";
import { sessionCookie } from "./authorize-routes.ts";
import { donePage } from "./pages.ts";
import { scopeTexts } from "./scopes.ts";
import type { Sessions } from "./sessions.ts";

type Deps = Pick<Cloud, "accounts" | "tokens" | "origin"> & { readonly sessions: Sessions };

/** Discovery, keys, `/userinfo` (needs the scope `openid`) and `/v2/logout`. */
export function openidRoutes({ accounts, tokens, origin, sessions }: Deps): Hono {
  const app = new Hono();

  app.get("/.well-known/openid-configuration", (c) =>
    c.json({
      issuer: `${origin()}/`,
      authorization_endpoint: `${origin()}/authorize`,
      token_endpoint: `${origin()}/oauth/token`,
      device_authorization_endpoint: `${origin()}/oauth/device/code`,
      revocation_endpoint: `${origin()}/oauth/revoke`,
      userinfo_endpoint: `${origin()}/userinfo`,
      end_session_endpoint: `${origin()}/v2/logout`,
      jwks_uri: `${origin()}/.well-known/jwks.json`,
      scopes_supported: Object.keys(scopeTexts),
      response_types_supported: ["code"],
      response_modes_supported: ["query"],
      grant_types_supported: [
        "authorization_code",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
      ],
      code_challenge_methods_supported: ["S256"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      token_endpoint_auth_methods_supported: ["none", "client_secret_post", "client_secret_basic"],
      claims_supported: ["aud", "email", "exp", "iat", "iss", "name", "sub"],
    }),
  );

  app.get("/.well-known/jwks.json", (c) => c.json(tokens.keys));

  app.on(["GET", "POST"], "/userinfo", async (c) => {
    const token = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
    const bearer = token === undefined ? undefined : await tokens.readAny(token);
    const account = bearer?.scopes.includes("openid") ? accounts.get(bearer.sub) : undefined;
    if (bearer === undefined || account === undefined) return c.text("Unauthorized", 401);
    return c.json({
      sub: account.sub,
      ...(bearer.scopes.includes("profile") ? { name: account.name, nickname: account.name } : {}),
      ...(bearer.scopes.includes("email") ? { email: account.email, email_verified: true } : {}),
    });
  });

  app.get("/v2/logout", (c) => {
    sessions.end(getCookie(c, sessionCookie));
    deleteCookie(c, sessionCookie, { path: "/" });
    const returnTo = c.req.query("returnTo");
    return returnTo !== undefined && URL.canParse(returnTo)
      ? c.redirect(returnTo)
      : c.html(donePage("Logged out", "You are logged out of the pretend cloud."));
  });

  return app;
}
