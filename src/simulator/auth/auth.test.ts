import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { virtualClock } from "../clock.ts";
import { type PretendYotoOptions, startPretendYoto } from "../pretend-yoto.ts";
import { pretendClientId } from "../seed.ts";
import {
  api,
  askToken,
  authorizeUrl,
  codeFor,
  redirectUri,
  signIn,
  usualScopes,
  verifier,
} from "../test-client.ts";

async function aCloud(options: PretendYotoOptions = {}) {
  const clock = virtualClock(Date.UTC(2026, 8, 1));
  const yoto = await startPretendYoto({ clock, ...options });
  const account = yoto.accounts.add({ name: "Ada" });
  return { yoto, clock, account, [Symbol.asyncDispose]: () => yoto[Symbol.asyncDispose]() };
}

const codeForm = (code: string, over: Record<string, string> = {}) => ({
  grant_type: "authorization_code",
  client_id: pretendClientId,
  code,
  redirect_uri: redirectUri,
  code_verifier: verifier,
  ...over,
});
const refreshForm = (refreshToken: string) => ({
  grant_type: "refresh_token",
  client_id: pretendClientId,
  refresh_token: refreshToken,
});

test("discovery names the endpoints, and its keys verify the tokens", async () => {
  await using world = await aCloud();
  const { yoto, account, clock } = world;
  const found = await fields(await fetch(`${yoto.url}/.well-known/openid-configuration`));
  expect(found).toMatchObject({ issuer: `${yoto.url}/`, token_endpoint: `${yoto.url}/oauth/token` });
  const { accessToken, body } = await signIn(yoto, account);
  const keys = createRemoteJWKSet(new URL(found["jwks_uri"] ?? ""));
  const { payload } = await jwtVerify(accessToken, keys, {
    issuer: found["issuer"] ?? "",
    audience: "https://api.yotoplay.com",
    currentDate: new Date(clock.nowMs()),
  });
  expect(payload).toMatchObject({ sub: account.sub, azp: pretendClientId, scope: usualScopes });
  expect(payload.exp).toBe(clock.nowMs() / 1_000 + 3_600);
  expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3_600, scope: usualScopes });
});

test("a person logs in, sees what is asked for, accepts, and comes back with code and state", async () => {
  await using world = await aCloud();
  const { yoto, account } = world;
  const start = authorizeUrl(yoto, { nonce: "n-1" });
  const login = await (await fetch(start)).text();
  expect(login).toContain(account.password);
  const request = /name="request" value="(\w+)"/.exec(login)?.[1] ?? "";

  const wrong = await post(yoto.url, "/u/login", { request, email: account.email, password: "no" });
  expect(await wrong.text()).toContain("Wrong email or password");

  const loggedIn = await post(yoto.url, "/u/login", {
    request,
    email: account.email,
    password: account.password,
  });
  const consent = await loggedIn.text();
  expect(consent).toContain("family:devices:control");
  const cookie = loggedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const consentId = /name="request" value="(\w+)"/.exec(consent)?.[1] ?? "";
  const back = await post(yoto.url, "/u/consent", { request: consentId, answer: "accept" });
  const location = new URL(back.headers.get("location") ?? "");
  expect(location.origin + location.pathname).toBe(redirectUri);
  expect(location.searchParams.get("state")).toBe("some-state");

  const { body } = await askToken(yoto, codeForm(location.searchParams.get("code") ?? ""));
  expect(decodeJwt(String(body["id_token"]))).toMatchObject({
    nonce: "n-1",
    aud: pretendClientId,
    name: "Ada",
  });

  const silent = await fetch(authorizeUrl(yoto, { prompt: "none" }), {
    redirect: "manual",
    headers: { cookie },
  });
  expect(silent.headers.get("location")).toContain("code=");
});

test("declining comes back as access_denied", async () => {
  await using world = await aCloud();
  const { yoto, account } = world;
  const login = await (await fetch(authorizeUrl(yoto))).text();
  const request = /name="request" value="(\w+)"/.exec(login)?.[1] ?? "";
  const consent = await post(yoto.url, "/u/login", {
    request,
    email: account.email,
    password: account.password,
  });
  const id = /name="request" value="(\w+)"/.exec(await consent.text())?.[1] ?? "";
  const back = await post(yoto.url, "/u/consent", { request: id, answer: "decline" });
  expect(back.headers.get("location")).toContain("error=access_denied");
});

test.each([
  ["a retired scope", { scope: "openid family:device-status:view" }, "access_denied"],
  ["a scope that is not ticked", { scope: "user:content:manage-bulk" }, "invalid_scope"],
  ["no PKCE from a public client", { code_challenge: undefined }, "invalid_request"],
  ["a plain challenge", { code_challenge_method: "plain" }, "invalid_request"],
  ["a token instead of a code", { response_type: "token" }, "unsupported_response_type"],
  ["an unknown audience", { audience: "https://elsewhere.example" }, "access_denied"],
  ["no page wanted and nobody logged in", { prompt: "none" }, "login_required"],
])("%s sends the app back with an error", async (_, over, error) => {
  await using world = await aCloud();
  const answer = await fetch(authorizeUrl(world.yoto, over), { redirect: "manual" });
  const location = new URL(answer.headers.get("location") ?? "about:blank");
  expect(location.searchParams.get("error")).toBe(error);
  expect(location.searchParams.get("state")).toBe("some-state");
});

test.each([
  ["an unknown app", { client_id: "nobody" }],
  ["an address outside the home", { redirect_uri: "https://evil.example/callback" }],
])("%s gets a page, not a redirect", async (_, over) => {
  await using world = await aCloud();
  const answer = await fetch(authorizeUrl(world.yoto, over), { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([403, null]);
});

test("redirect addresses of a registered app are compared exactly", async () => {
  await using world = await aCloud();
  const { yoto, account } = world;
  yoto.clients.add({ clientId: "web", redirectUris: ["https://app.example/cb"] });
  const good = codeFor(yoto, account, { client_id: "web", redirect_uri: "https://app.example/cb" });
  expect(good.searchParams.has("code")).toBe(true);
  const slash = await fetch(
    authorizeUrl(yoto, { client_id: "web", redirect_uri: "https://app.example/cb/" }),
  );
  expect(slash.status).toBe(403);
});

test("a code works once; the second use ends the login it began", async () => {
  await using world = await aCloud();
  const { yoto, account } = world;
  const code = codeFor(yoto, account).searchParams.get("code") ?? "";
  const first = await askToken(yoto, codeForm(code));
  expect(first.status).toBe(200);
  expect(await askToken(yoto, codeForm(code))).toMatchObject({
    status: 403,
    body: { error: "invalid_grant" },
  });
  expect(await askToken(yoto, refreshForm(String(first.body["refresh_token"])))).toMatchObject({
    body: { error: "invalid_grant" },
  });
});

test.each([
  ["another redirect address", { redirect_uri: "http://127.0.0.1:8787/other" }, 403, "invalid_grant"],
  ["a wrong verifier", { code_verifier: "x".repeat(43) }, 403, "invalid_grant"],
  ["an unknown client", { client_id: "nobody" }, 401, "invalid_client"],
  ["an unknown grant", { grant_type: "password" }, 403, "unsupported_grant_type"],
  ["a missing code", { code: "" }, 400, "invalid_request"],
])("%s at the token endpoint is refused", async (_, over, status, error) => {
  await using world = await aCloud();
  const code = codeFor(world.yoto, world.account).searchParams.get("code") ?? "";
  expect(await askToken(world.yoto, codeForm(code, over))).toMatchObject({ status, body: { error } });
});

test("a code older than ten minutes is refused", async () => {
  await using world = await aCloud();
  const code = codeFor(world.yoto, world.account).searchParams.get("code") ?? "";
  await world.clock.advance(601_000);
  expect(await askToken(world.yoto, codeForm(code))).toMatchObject({ body: { error: "invalid_grant" } });
});

test("a confidential client needs its secret and no PKCE", async () => {
  await using world = await aCloud();
  const { yoto, account } = world;
  const { secret = "" } = yoto.clients.add({
    clientId: "srv",
    confidential: true,
    redirectUris: [redirectUri],
  });
  const ask = async (clientSecret: string) => {
    const back = codeFor(yoto, account, { client_id: "srv", code_challenge: undefined });
    return askToken(yoto, {
      grant_type: "authorization_code",
      client_id: "srv",
      client_secret: clientSecret,
      code: back.searchParams.get("code") ?? "",
      redirect_uri: redirectUri,
    });
  };
  expect(await ask("guess")).toMatchObject({ status: 401, body: { error: "invalid_client" } });
  expect(await ask(secret)).toMatchObject({ status: 200 });
});

test("without an audience the token is opaque and the API does not take it", async () => {
  await using world = await aCloud();
  const { yoto, account } = world;
  const back = codeFor(yoto, account, { audience: undefined });
  const { body } = await askToken(yoto, codeForm(back.searchParams.get("code") ?? ""));
  const token = String(body["access_token"]);
  expect(token.split(".")).toHaveLength(1);
  expect(await api(yoto, token, "GET", "/device-v2/devices/mine")).toMatchObject({ status: 401 });
  expect(await api(yoto, token, "GET", "/userinfo")).toMatchObject({
    status: 200,
    body: { sub: account.sub },
  });
});

test("refresh tokens rotate, and a reused one ends the family", async () => {
  await using world = await aCloud();
  const { yoto, account } = world;
  const { refreshToken: first } = await signIn(yoto, account);
  const second = String((await askToken(yoto, refreshForm(first))).body["refresh_token"]);
  expect(second).not.toBe(first);
  expect(await askToken(yoto, refreshForm(first))).toMatchObject({
    status: 403,
    body: { error: "invalid_grant" },
  });
  expect(await askToken(yoto, refreshForm(second))).toMatchObject({
    status: 403,
    body: { error: "invalid_grant" },
  });
});

test("with a leeway a token may come twice, and without rotation it stays the same", async () => {
  await using world = await aCloud({ switches: { refreshLeewaySeconds: 10 } });
  const { yoto, account, clock } = world;
  const { refreshToken } = await signIn(yoto, account);
  expect(await askToken(yoto, refreshForm(refreshToken))).toMatchObject({ status: 200 });
  const again = await askToken(yoto, refreshForm(refreshToken));
  expect(again).toMatchObject({ status: 200 });
  await clock.advance(11_000);
  yoto.switches.rotateRefreshTokens = false;
  const still = await askToken(yoto, refreshForm(String(again.body["refresh_token"])));
  expect(still.status).toBe(200);
  expect(still.body["refresh_token"]).toBeUndefined();
});

test("without offline_access there is no refresh token, and without openid no id token and no userinfo", async () => {
  await using world = await aCloud();
  const { accessToken, body } = await signIn(world.yoto, world.account, "family:view");
  expect(Object.keys(body).sort()).toEqual(["access_token", "expires_in", "scope", "token_type"]);
  const answer = await fetch(`${world.yoto.url}/userinfo`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  expect(answer.status).toBe(401);
});

test("the device flow is refused to new clients", async () => {
  await using world = await aCloud();
  const answer = await post(world.yoto.url, "/oauth/device/code", {
    client_id: pretendClientId,
    scope: "openid",
  });
  expect([answer.status, await answer.json()]).toMatchObject([403, { error: "unauthorized_client" }]);
});

test("an old client's device code waits, slows down, and is granted once", async () => {
  await using world = await aCloud();
  const { yoto, clock, account } = world;
  yoto.clients.add({ clientId: "old", deviceCode: true });
  const begun = await fields(
    await post(yoto.url, "/oauth/device/code", {
      client_id: "old",
      scope: "offline_access family:view",
      audience: "https://api.yotoplay.com",
    }),
  );
  expect(begun).toMatchObject({ verification_uri: `${yoto.url}/activate`, expires_in: 300, interval: 5 });
  const poll = () =>
    askToken(yoto, {
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      client_id: "old",
      device_code: begun["device_code"] ?? "",
    });
  expect(await poll()).toMatchObject({ status: 403, body: { error: "authorization_pending" } });
  expect(await poll()).toMatchObject({ status: 429, body: { error: "slow_down" } });
  await clock.advance(10_000);
  expect(await poll()).toMatchObject({ body: { error: "authorization_pending" } });

  const login = await post(yoto.url, "/activate/login", {
    request: begun["user_code"] ?? "",
    email: account.email,
    password: account.password,
  });
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  await post(
    yoto.url,
    "/activate/consent",
    { request: begun["user_code"] ?? "", answer: "accept" },
    { cookie },
  );
  await clock.advance(10_000);
  expect(await poll()).toMatchObject({ status: 200, body: { refresh_token: expect.any(String) } });
  await clock.advance(10_000);
  expect(await poll()).toMatchObject({ body: { error: "invalid_grant" } });
});

test.each([
  ["declined", "access_denied", 10_000],
  ["left alone", "expired_token", 301_000],
])("a device code %s ends in %s", async (how, error, waitMs) => {
  await using world = await aCloud();
  const { yoto, clock, account } = world;
  yoto.clients.add({ clientId: "old", deviceCode: true });
  const begun = await fields(
    await post(yoto.url, "/oauth/device/code", { client_id: "old", scope: "openid" }),
  );
  if (how === "declined") {
    const login = await post(yoto.url, "/activate/login", {
      request: begun["user_code"] ?? "",
      email: account.email,
      password: account.password,
    });
    const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
    await post(
      yoto.url,
      "/activate/consent",
      { request: begun["user_code"] ?? "", answer: "decline" },
      { cookie },
    );
  }
  await clock.advance(waitMs);
  const answer = await askToken(yoto, {
    grant_type: "urn:ietf:params:oauth:grant-type:device_code",
    client_id: "old",
    device_code: begun["device_code"] ?? "",
  });
  expect(answer.body["error"]).toBe(error);
});

test("with the auto-consent switch no page is shown", async () => {
  await using world = await aCloud({ switches: { autoConsentAs: "auth0|1" } });
  world.yoto.accounts.add({ name: "Eve", sub: "auth0|1" });
  const answer = await fetch(authorizeUrl(world.yoto), { redirect: "manual" });
  const back = new URL(answer.headers.get("location") ?? "");
  const { body } = await askToken(world.yoto, codeForm(back.searchParams.get("code") ?? ""));
  expect(decodeJwt(String(body["access_token"])).sub).toBe("auth0|1");
});

test("logout goes back to where the app says", async () => {
  await using world = await aCloud();
  const answer = await fetch(`${world.yoto.url}/v2/logout?client_id=x&returnTo=http://127.0.0.1/bye`, {
    redirect: "manual",
  });
  expect(answer.headers.get("location")).toBe("http://127.0.0.1/bye");
});

function post(
  url: string,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
) {
  return fetch(`${url}${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
    headers,
  });
}

/** A JSON answer whose fields are texts. */
async function fields(answer: Response): Promise<Record<string, string>> {
  return (await answer.json()) as Record<string, string>;
}
