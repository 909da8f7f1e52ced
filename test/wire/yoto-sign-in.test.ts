import { expect, test } from "vitest";
import { createYotoSignIn } from "../../src/adapters/yoto-cloud/yoto-sign-in.ts";
import { codeVerifier, failureOf, ourScopes, redirectUrl, startPretendWorld } from "./pretend-world.ts";

test("a browser sign-in ends in tokens that tell whose they are, what they allow and until when", async () => {
  await using world = await startPretendWorld({ accessTokenSeconds: 86_400 });
  const back = await world.codeFor();
  expect(back.searchParams.get("state")).toBe("state-1");
  const before = Date.now();
  const tokens = await world.signIn.exchangeCode({
    code: back.searchParams.get("code") ?? "",
    redirectUrl,
    codeVerifier,
    nonce: "nonce-1",
  });
  expect(tokens.accountId).toBe(world.account.sub);
  expect([...(tokens.scopes ?? [])].sort()).toEqual([...ourScopes].sort());
  expect(tokens.expiresAtMs).toBeGreaterThanOrEqual(before + 86_400_000 - 1);
  expect(tokens.expiresAtMs).toBeLessThanOrEqual(Date.now() + 86_400_000);
  expect(tokens.refreshToken).toBeTypeOf("string");
});

test("a confidential client sends its secret, and a wrong secret says where to look", async () => {
  await using world = await startPretendWorld({
    client: { confidential: true, redirectUris: [redirectUrl] },
  });
  expect((await world.link()).accountId).toBe(world.account.sub);
  const wrong = createYotoSignIn({ ...world.config, clientSecret: "wrong" });
  expect(await failureOf(wrong.refresh("any"))).toMatchObject({
    kind: "rejected",
    message: expect.stringContaining("YOTO_CLIENT_SECRET"),
  });
});

test("a code, or a code verifier, that is not ours is refused as link-again", async () => {
  await using world = await startPretendWorld();
  const code = (await world.codeFor()).searchParams.get("code") ?? "";
  const wrong = world.signIn.exchangeCode({ code, redirectUrl, codeVerifier: "x".repeat(43) });
  expect(await failureOf(wrong)).toMatchObject({ kind: "link-again" });
});

test("the id token of another sign-in attempt is refused", async () => {
  await using world = await startPretendWorld();
  const back = await world.codeFor([...ourScopes, "openid"], "somebody else's nonce");
  const code = back.searchParams.get("code") ?? "";
  const attempt = world.signIn.exchangeCode({ code, redirectUrl, codeVerifier, nonce: "ours" });
  expect(await failureOf(attempt)).toMatchObject({ kind: "link-again" });
});

test("a refresh gives new tokens, and the spent refresh token ends in link-again and never in a loop", async () => {
  await using world = await startPretendWorld();
  const first = await world.link();
  const second = await world.signIn.refresh(first.refreshToken ?? "");
  expect(second.scopes).toEqual(first.scopes);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(await failureOf(world.signIn.refresh(first.refreshToken ?? ""))).toMatchObject({
    name: "YotoTrouble",
    kind: "link-again",
    detail: "invalid_grant",
  });
  expect(world.requests("POST", "/oauth/token")).toHaveLength(3);
});

test("a refresh without a new refresh token leaves it out, so that the old one is kept", async () => {
  await using world = await startPretendWorld({ switches: { rotateRefreshTokens: false } });
  const first = await world.link();
  expect(await world.signIn.refresh(first.refreshToken ?? "")).not.toHaveProperty("refreshToken");
});

test("a refresh whose answer is lost is asked once and told as lost, because the token may be spent", async () => {
  await using world = await startPretendWorld();
  const { refreshToken = "" } = await world.link();
  world.yoto.faults.add({ where: { path: "/oauth/token" }, what: { do: "lost-response" } });
  expect(await failureOf(world.signIn.refresh(refreshToken))).toMatchObject({
    kind: "unavailable",
    answerLost: true,
  });
  expect(world.requests("POST", "/oauth/token")).toHaveLength(2);
});

test.each([500, 502, 503, 504])(
  "a refresh answered with %i is trouble at Yoto and no reason to link again",
  async (status) => {
    await using world = await startPretendWorld();
    const { refreshToken = "" } = await world.link();
    world.yoto.faults.add({ where: { path: "/oauth/token" }, what: { do: "status", status } });
    expect(await failureOf(world.signIn.refresh(refreshToken))).toMatchObject({ kind: "unavailable" });
  },
);

test("a device code is told with its interval, polled while pending and done once somebody agreed", async () => {
  await using world = await startPretendWorld({
    client: { deviceCode: true },
    switches: { deviceCodeIntervalSeconds: 0 },
  });
  const code = await world.signIn.startDeviceCode(ourScopes);
  if (code === undefined) throw new Error("refused");
  expect(code.verificationUrlComplete).toContain(code.userCode);
  expect(await world.signIn.pollDeviceCode(code.deviceCode)).toEqual({ is: "pending" });
  world.yoto.switches.autoConsentAs = world.account.sub;
  await fetch(code.verificationUrlComplete);
  const done = await world.signIn.pollDeviceCode(code.deviceCode);
  expect(done).toMatchObject({ is: "done", tokens: { accountId: world.account.sub } });
  expect(await world.signIn.pollDeviceCode(code.deviceCode)).toEqual({ is: "expired" });
});

test("polling a device code too fast is told as slow-down", async () => {
  await using world = await startPretendWorld({ client: { deviceCode: true } });
  const code = await world.signIn.startDeviceCode(ourScopes);
  if (code === undefined) throw new Error("refused");
  expect(code.intervalMs).toBe(5_000);
  await world.signIn.pollDeviceCode(code.deviceCode);
  expect(await world.signIn.pollDeviceCode(code.deviceCode)).toEqual({ is: "slow-down" });
});

test.each([
  ["expired_token", { is: "expired" }],
  ["access_denied", { is: "denied" }],
  ["authorization_pending", { is: "pending" }],
  ["slow_down", { is: "slow-down" }],
])("the word %s decides, whatever the status", async (error, answer) => {
  await using world = await startPretendWorld();
  for (const status of [400, 403, 429]) {
    world.yoto.faults.add({
      where: { path: "/oauth/token" },
      what: { do: "status", status, body: JSON.stringify({ error }) },
    });
    expect(await world.signIn.pollDeviceCode("code")).toEqual(answer);
  }
});

test("a client that may not use device codes is told by an absent code, so that the browser takes over", async () => {
  await using world = await startPretendWorld({ client: { deviceCode: false } });
  expect(await world.signIn.startDeviceCode(ourScopes)).toBeUndefined();
});

test.each(["invalid_grant", "expired_token", "access_denied", "unauthorized_client", "invalid_token"])(
  "a refresh answered with %s needs a person",
  async (error) => {
    await using world = await startPretendWorld();
    world.yoto.faults.add({
      where: { path: "/oauth/token" },
      what: { do: "status", status: 403, body: JSON.stringify({ error }) },
    });
    expect(await failureOf(world.signIn.refresh("t"))).toMatchObject({ kind: "link-again" });
  },
);

test("signing out leads to Yoto's page and back", async () => {
  await using world = await startPretendWorld();
  const url = world.signIn.logoutUrl("http://127.0.0.1:8080/");
  expect(url.pathname).toBe("/v2/logout");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: world.config.clientId,
    returnTo: "http://127.0.0.1:8080/",
  });
});

test("no token reaches the log", async () => {
  await using world = await startPretendWorld();
  const tokens = await world.link();
  await failureOf(world.cloud.devices(tokens.accessToken));
  const written = world.log.lines.join("\n");
  expect(written).toContain("yoto-call");
  for (const secret of [tokens.accessToken, tokens.refreshToken ?? "-", codeVerifier])
    expect(written).not.toContain(secret);
});
