import { createHash } from "node:crypto";
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Cloud } from "../cloud.ts";
import type { OAuthClient } from "./clients.ts";
import type { DeviceCodes } from "./device-codes.ts";
import type { Grant } from "./grants.ts";
import { scopeList } from "./scopes.ts";

type Deps = Pick<Cloud, "accounts" | "clients" | "grants" | "tokens" | "switches" | "origin"> & {
  readonly deviceCodes: DeviceCodes;
};

/** An OAuth error in the words and with the status of the real token endpoint. */
class TokenRefused extends Error {
  override readonly name = "TokenRefused";
  readonly status: ContentfulStatusCode;
  readonly error: string;
  constructor(status: ContentfulStatusCode, error: string, description: string) {
    super(description);
    this.status = status;
    this.error = error;
  }
}

/**
 * `/oauth/token` with its three grants, and `/oauth/revoke`.
 * @see https://yoto.dev/api/post-oauth-token/
 */
export function tokenRoutes(deps: Deps): Hono {
  const { grants, deviceCodes } = deps;
  const app = new Hono();

  const fromCode = (form: URLSearchParams, client: OAuthClient) => {
    const redeemed = grants.redeemCode(required(form, "code"));
    if (redeemed === undefined) throw new TokenRefused(403, "invalid_grant", "Invalid authorization code");
    const { grant } = redeemed;
    if (grant.clientId !== client.clientId)
      throw new TokenRefused(403, "invalid_grant", "The authorization code belongs to another client");
    if (grant.redirectUri !== form.get("redirect_uri"))
      throw new TokenRefused(403, "invalid_grant", "The redirect URI is wrong");
    if (grant.codeChallenge !== undefined) {
      const verifier = form.get("code_verifier") ?? "";
      const challenge = createHash("sha256").update(verifier).digest("base64url");
      if (challenge !== grant.codeChallenge)
        throw new TokenRefused(403, "invalid_grant", "Failed to verify code verifier");
    }
    return redeemed;
  };

  const fromRefreshToken = (form: URLSearchParams, client: OAuthClient) => {
    const token = required(form, "refresh_token");
    const owner = grants.ownerOf(token);
    const refreshed = owner?.clientId === client.clientId ? grants.refresh(token) : undefined;
    if (refreshed === undefined)
      throw new TokenRefused(403, "invalid_grant", "Unknown or invalid refresh token.");
    return refreshed;
  };

  const fromDeviceCode = (form: URLSearchParams, client: OAuthClient) => {
    const poll = deviceCodes.poll(required(form, "device_code"), client.clientId);
    switch (poll.state) {
      case "granted":
        return poll.grant;
      case "pending":
        throw new TokenRefused(403, "authorization_pending", "User has yet to authorize device code.");
      case "too-fast":
        throw new TokenRefused(
          429,
          "slow_down",
          `You are polling faster than the specified interval of ${poll.intervalSeconds} seconds.`,
        );
      case "expired":
        throw new TokenRefused(403, "expired_token", "The device code has expired.");
      case "denied":
        throw new TokenRefused(403, "access_denied", "User cancelled the confirmation prompt.");
      case "unknown":
        throw new TokenRefused(403, "invalid_grant", "Invalid or expired device code.");
    }
  };

  app.post("/oauth/token", async (c) => {
    try {
      const form = await readForm(c);
      const client = authenticate(deps, c, form);
      c.header("Cache-Control", "no-store");
      const grantType = required(form, "grant_type");
      if (grantType === "authorization_code") {
        const { grant, began } = fromCode(form, client);
        const refreshToken = grant.scopes.includes("offline_access") ? grants.beginFamily(grant) : undefined;
        if (refreshToken !== undefined) began(refreshToken);
        return c.json(await tokenAnswer(deps, client, grant, refreshToken, grant.nonce));
      }
      if (grantType === "refresh_token") {
        const { grant, refreshToken } = fromRefreshToken(form, client);
        const wanted = scopeList(form.get("scope") ?? undefined).filter((scope) =>
          grant.scopes.includes(scope),
        );
        const narrowed = wanted.length > 0 ? { ...grant, scopes: wanted } : grant;
        return c.json(await tokenAnswer(deps, client, narrowed, refreshToken));
      }
      if (grantType === "urn:ietf:params:oauth:grant-type:device_code") {
        if (!client.deviceCode) throw grantNotAllowed();
        const grant = fromDeviceCode(form, client);
        const refreshToken = grant.scopes.includes("offline_access") ? grants.beginFamily(grant) : undefined;
        return c.json(await tokenAnswer(deps, client, grant, refreshToken));
      }
      throw new TokenRefused(403, "unsupported_grant_type", `Unsupported grant type: ${grantType}`);
    } catch (error) {
      return refuse(c, error);
    }
  });

  app.post("/oauth/revoke", async (c) => {
    try {
      const form = await readForm(c);
      const client = authenticate(deps, c, form);
      const token = required(form, "token");
      if (grants.ownerOf(token)?.clientId === client.clientId) grants.revoke(token);
      return c.body(null, 200);
    } catch (error) {
      return refuse(c, error);
    }
  });

  app.post("/oauth/device/code", async (c) => {
    try {
      const form = await readForm(c);
      const client = authenticate(deps, c, form);
      if (!client.deviceCode) throw grantNotAllowed();
      const scopes = scopeList(form.get("scope") ?? undefined);
      const notTicked = scopes.filter((scope) => !client.scopes.includes(scope));
      if (notTicked.length > 0)
        throw new TokenRefused(403, "invalid_scope", `Scopes were not pre-approved: ${notTicked.join(" ")}`);
      const begun = deviceCodes.begin({
        clientId: client.clientId,
        scopes,
        audience: form.get("audience") ?? undefined,
      });
      const activate = `${deps.origin()}/activate`;
      return c.json({
        device_code: begun.deviceCode,
        user_code: begun.userCode,
        verification_uri: activate,
        verification_uri_complete: `${activate}?user_code=${begun.userCode}`,
        expires_in: deps.switches.deviceCodeSeconds,
        interval: deps.switches.deviceCodeIntervalSeconds,
      });
    } catch (error) {
      return refuse(c, error);
    }
  });

  return app;
}

function grantNotAllowed() {
  return new TokenRefused(403, "unauthorized_client", "Grant type not allowed for the client.");
}

async function readForm(c: Context): Promise<URLSearchParams> {
  if (!c.req.header("content-type")?.startsWith("application/x-www-form-urlencoded"))
    throw new TokenRefused(400, "invalid_request", "Content-Type must be application/x-www-form-urlencoded");
  return new URLSearchParams(await c.req.text());
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === "")
    throw new TokenRefused(400, "invalid_request", `Missing required parameter: ${name}`);
  return value;
}

/** The client by its id in the body; a confidential one must show its secret, in the body or as Basic. */
function authenticate({ clients }: Pick<Deps, "clients">, c: Context, form: URLSearchParams): OAuthClient {
  const basic = /^Basic (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const [basicId, basicSecret] =
    basic === undefined ? [] : Buffer.from(basic, "base64").toString().split(":");
  const client = clients.get(basicId ?? required(form, "client_id"));
  const secret = basicSecret ?? form.get("client_secret") ?? undefined;
  if (client === undefined || client.secret !== (client.secret === undefined ? undefined : secret))
    throw new TokenRefused(401, "invalid_client", "Client authentication failed.");
  return client;
}

async function tokenAnswer(
  { accounts, tokens, switches }: Pick<Deps, "accounts" | "tokens" | "switches">,
  client: OAuthClient,
  grant: Grant,
  refreshToken: string | undefined,
  nonce?: string,
) {
  const account = accounts.get(grant.sub);
  if (account === undefined) throw new TokenRefused(403, "invalid_grant", "The user no longer exists");
  const { clientId } = client;
  const seconds = account.accessTokenSeconds ?? client.accessTokenSeconds ?? switches.accessTokenSeconds;
  const { sub, scopes, audience } = grant;
  return {
    access_token: await tokens.issueAccess({ sub, clientId, scopes, audience, seconds }),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    ...(scopes.includes("openid")
      ? {
          id_token: await tokens.issueId({
            sub,
            clientId,
            ...(scopes.includes("profile") ? { name: account.name, nickname: account.name } : {}),
            ...(scopes.includes("email") ? { email: account.email, email_verified: true } : {}),
            ...(nonce === undefined ? {} : { nonce }),
          }),
        }
      : {}),
    token_type: "Bearer",
    expires_in: seconds,
    scope: scopes.join(" "),
  };
}

function refuse(c: Context, error: unknown) {
  if (!(error instanceof TokenRefused)) throw error;
  return c.json({ error: error.error, error_description: error.message }, error.status);
}
