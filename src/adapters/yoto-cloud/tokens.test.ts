import { expect, test } from "vitest";
import { readRefreshed, readTokens, TokenAnswer } from "./tokens.ts";

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = (claims: object) => `${base64({ alg: "RS256" })}.${base64(claims)}.c2lnbmF0dXJl`;
const read = (body: object) => readTokens(TokenAnswer.parse(body), 1_000_000);
const sub = "auth0|1";

test("the end of a token is counted from when we asked, also when it comes as text", () => {
  expect(read({ access_token: jwt({ sub }), expires_in: 60 }).expiresAtMs).toBe(1_060_000);
  expect(read({ access_token: jwt({ sub }), expires_in: "60" }).expiresAtMs).toBe(1_060_000);
});

test("without a lifetime the answer's own end counts, then the token's, then an hour", () => {
  expect(read({ access_token: jwt({ sub, exp: 5_000 }), expires_at: 4_000 }).expiresAtMs).toBe(4_000_000);
  expect(read({ access_token: jwt({ sub, exp: 5_000 }) }).expiresAtMs).toBe(5_000_000);
  expect(read({ access_token: jwt({ sub }), expires_in: "soon" }).expiresAtMs).toBe(4_600_000);
});

test("scopes come from the answer, else from the token", () => {
  const access_token = jwt({ sub, scope: "family:view offline_access" });
  expect(read({ access_token }).scopes).toEqual(["family:view", "offline_access"]);
  expect(read({ access_token, scope: "family:view" }).scopes).toEqual(["family:view"]);
});

test("an answer without a refresh token has none, so that the old one is kept", () => {
  expect(read({ access_token: jwt({ sub }), refresh_token: null })).not.toHaveProperty("refreshToken");
});

test.each(["opaque", jwt({}), `${base64({})}.###.x`])(
  "a token that names nobody is refused: %s",
  (access_token) => {
    expect(() => read({ access_token })).toThrow(/does not say whose it is/);
  },
);

const refreshed = (body: object) => readRefreshed(TokenAnswer.parse(body), 1_000_000);

test("a refresh keeps the token that follows, however odd the access token beside it is", () => {
  for (const access_token of ["opaque", jwt({}), undefined, null, {}, "", "two words", "new\nline"])
    expect(refreshed({ access_token, refresh_token: "next" })).toMatchObject({ refreshToken: "next" });
  expect(refreshed({ access_token: "opaque", refresh_token: "next" }).accessToken).toBe("opaque");
  expect(refreshed({ access_token: {}, refresh_token: "next", expires_in: 60 })).toEqual({
    accessToken: "",
    expiresAtMs: 1_000_000,
    refreshToken: "next",
  });
  expect(() => refreshed({ access_token: 7 })).toThrow(expect.objectContaining({ answerLost: true }));
});

test("scopes that Yoto does not tell are not taken for none", () => {
  expect(refreshed({ access_token: "opaque", scope: null })).not.toHaveProperty("scopes");
  expect(read({ access_token: jwt({ sub }) })).not.toHaveProperty("scopes");
});
