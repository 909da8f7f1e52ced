import { createPublicKey, createVerify } from "node:crypto";
import { expect, test } from "vitest";
import fixture from "../../src/yoto/fixtures/oauth.json" with { type: "json" };
import { aForeignClient, audience, redirectUri, scope } from "./protocol-client.ts";

const refusals = new Map(fixture.errors.map(({ http, body }) => [body.error, { status: http, body }]));

test("a client that knows only the protocol signs in with PKCE and can check its token with Yoto's keys", async () => {
  await using foreign = await aForeignClient();
  const back = await foreign.authorize();
  expect(back.get("state")).toBe("s1");
  const { status, body } = await foreign.signIn();
  expect(status).toBe(200);
  expect(Object.keys(body).sort()).toEqual(Object.keys(fixture.token).sort());
  expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3_600, scope });

  const [head = "", claims = "", signature = ""] = body.access_token.split(".");
  const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
  expect(Object.keys(read(claims)).sort()).toEqual(Object.keys(fixture.accessTokenClaims).sort());
  expect(read(claims)).toMatchObject({
    iss: `${foreign.url}/`,
    aud: [audience],
    azp: foreign.clientId,
    scope,
  });
  const { keys } = (await foreign.ask("GET", "/.well-known/jwks.json")).body;
  expect(read(head)).toMatchObject({ alg: "RS256", kid: keys[0].kid });
  const key = createPublicKey({ key: keys[0], format: "jwk" });
  const signed = createVerify("RSA-SHA256").update(`${head}.${claims}`);
  expect(signed.verify(key, Buffer.from(signature, "base64url"))).toBe(true);
});

test("a client that knows only the protocol refreshes once per token, and a spent one ends the login", async () => {
  await using foreign = await aForeignClient();
  const first = (await foreign.signIn()).body;
  const refresh = (refresh_token: string) =>
    foreign.form("/oauth/token", { grant_type: "refresh_token", client_id: foreign.clientId, refresh_token });
  const second = await refresh(first.refresh_token);
  expect(second.status).toBe(200);
  expect(second.body.refresh_token).not.toBe(first.refresh_token);
  expect(await refresh(first.refresh_token)).toMatchObject(refusals.get("invalid_grant") ?? {});
  expect(await refresh(second.body.refresh_token)).toMatchObject(refusals.get("invalid_grant") ?? {});
});

test("a client that knows only the protocol uses device codes where Yoto still gives them, in every way that can end", async () => {
  await using foreign = await aForeignClient();
  const wanted = { scope, audience };
  expect(await foreign.form("/oauth/device/code", { client_id: foreign.clientId, ...wanted })).toMatchObject(
    refusals.get("unauthorized_client") ?? {},
  );
  await foreign.pretend("POST", "/clients", { clientId: "OLD", deviceCode: true });
  const begin = async () => (await foreign.form("/oauth/device/code", { client_id: "OLD", ...wanted })).body;
  const poll = (device_code: string) =>
    foreign.form("/oauth/token", {
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      client_id: "OLD",
      device_code,
      audience,
    });

  const begun = await begin();
  expect(Object.keys(begun).sort()).toEqual(Object.keys(fixture.deviceCode).sort());
  expect(begun).toMatchObject({ expires_in: 300, interval: 5 });
  expect(await poll(begun.device_code)).toMatchObject(refusals.get("authorization_pending") ?? {});
  expect(await poll(begun.device_code)).toMatchObject({ status: 429, body: { error: "slow_down" } });
  await foreign.advance(10_000);
  await foreign.ask("GET", begun.verification_uri_complete);
  const granted = await poll(begun.device_code);
  expect(Object.keys(granted.body).sort()).toEqual(Object.keys(fixture.token).sort());

  const late = await begin();
  await foreign.advance(301_000);
  expect(await poll(late.device_code)).toMatchObject(refusals.get("expired_token") ?? {});
});

test("a client that knows only the protocol is told what it did wrong as Yoto tells it", async () => {
  await using foreign = await aForeignClient();
  const wrong = async (over: Record<string, string>) => (await foreign.authorize(over)).get("error");
  expect(await wrong({ scope: "offline_access user:content:manage-bulk" })).toBe("invalid_scope");
  expect(await wrong({ scope: "offline_access family:device-status:view" })).toBe("access_denied");
  expect(await wrong({ response_type: "token" })).toBe("unsupported_response_type");
  const strange = new URLSearchParams({
    client_id: "nobody",
    redirect_uri: redirectUri,
    response_type: "code",
  });
  const page = await foreign.ask("GET", `/authorize?${strange}`);
  expect([page.headers.get("location"), page.headers.get("content-type")]).toEqual([
    null,
    "text/html; charset=UTF-8",
  ]);

  const client = await foreign.pretend("POST", "/clients", {
    confidential: true,
    redirectUris: [redirectUri],
  });
  const code = (await foreign.authorize({ client_id: client.clientId })).get("code") ?? "";
  const redeem = {
    grant_type: "authorization_code",
    client_id: client.clientId,
    code,
    redirect_uri: redirectUri,
  };
  const secret = { client_secret: "wrong" };
  expect(await foreign.form("/oauth/token", { ...redeem, ...secret })).toMatchObject(
    refusals.get("invalid_client") ?? {},
  );
  expect(await foreign.ask("GET", "/userinfo")).toMatchObject({ status: 401 });
});

test("a client that knows only the protocol learns who it is where it asked for that, and signs out", async () => {
  await using foreign = await aForeignClient();
  const { body } = await foreign.signIn({ scope: `openid profile ${scope}` });
  expect(body.id_token.split(".")).toHaveLength(3);
  const me = await foreign.ask("GET", "/userinfo", {
    headers: { authorization: `Bearer ${body.access_token}` },
  });
  expect(me).toMatchObject({ status: 200, body: { sub: expect.stringMatching(/^auth0\|[0-9a-f]{24}$/) } });
  const family = await foreign.api("GET", "/user/family");
  expect(family.body.family.Members[0].Email).toContain("@");
  const left = await foreign.ask("GET", `/v2/logout?client_id=${foreign.clientId}&returnTo=${redirectUri}`);
  expect(left.headers.get("location")).toBe(redirectUri);
});
