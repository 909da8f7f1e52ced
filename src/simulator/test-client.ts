import { createHash } from "node:crypto";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import type { PretendYoto } from "./pretend-yoto.ts";
import { pretendClientId } from "./seed.ts";
import type { Account } from "./store/accounts.ts";

/** All scopes an app of our kind asks for. */
export const usualScopes =
  "offline_access openid profile family:view family:devices:view family:devices:control family:devices:manage " +
  "family:library:view family:library:manage user:content:view user:content:manage user:icons:manage";

export const verifier = "a-verifier-of-at-least-forty-three-characters-1234";
export const challenge = createHash("sha256").update(verifier).digest("base64url");
export const redirectUri = "http://127.0.0.1:8787/callback";

/** The address an app sends a browser to; fields given as `undefined` are left out. */
export function authorizeUrl(yoto: PretendYoto, over: Record<string, string | undefined> = {}): URL {
  const url = new URL(`${yoto.url}/authorize`);
  const fields = {
    response_type: "code",
    client_id: pretendClientId,
    redirect_uri: redirectUri,
    audience: "https://api.yotoplay.com",
    scope: usualScopes,
    state: "some-state",
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...over,
  };
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

/** Where the app would be sent back to by somebody who says yes to everything. */
export function codeFor(
  yoto: PretendYoto,
  account: Account,
  over: Record<string, string | undefined> = {},
): URL {
  return yoto.approve(account.sub, authorizeUrl(yoto, over));
}

/** A form sent to `/oauth/token`, with its answer. */
export async function askToken(yoto: PretendYoto, fields: Record<string, string>) {
  const answer = await fetch(`${yoto.url}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams(fields),
  });
  const body = (await answer.json()) as Record<string, string> & { expires_in?: number };
  return { status: answer.status, body };
}

/** A whole login: the token answer. */
export async function signIn(yoto: PretendYoto, account: Account, scope = usualScopes) {
  const back = codeFor(yoto, account, { scope });
  const { body } = await askToken(yoto, {
    grant_type: "authorization_code",
    client_id: pretendClientId,
    code: back.searchParams.get("code") ?? "",
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  return { accessToken: body["access_token"] ?? "", refreshToken: body["refresh_token"] ?? "", body };
}

/** Calls the API as an app; `body` objects go as JSON. */
export async function api(
  yoto: PretendYoto,
  token: string,
  method: string,
  path: string,
  body?: unknown,
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers of every shape.
): Promise<{ status: number; body: any }> {
  const answer = await fetch(`${yoto.url}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
}

/** A connection as a foreign app would make it. Ends with the `using` block. */
export function connectMqtt(yoto: PretendYoto, options: IClientOptions): MqttClient & AsyncDisposable {
  const client = mqtt.connect(yoto.mqttUrl, {
    protocolVersion: 4,
    keepalive: 60,
    reconnectPeriod: 0,
    clean: true,
    ...options,
  });
  client.on("error", () => {});
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.endAsync(true) });
}

export function connectApp(yoto: PretendYoto, token: string, options: IClientOptions = {}) {
  return connectMqtt(yoto, {
    clientId: "APP1",
    username: "_?x-amz-customauthorizer-name=PublicJWTAuthorizer",
    password: token,
    ...options,
  });
}

/** Waits for `look` to give something, looking again and again; fails with the name after five seconds. */
export async function until<Found>(name: string, look: () => Found | undefined | false): Promise<Found> {
  const endMs = performance.now() + 5_000;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > endMs) throw new Error(`waited in vain for: ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
