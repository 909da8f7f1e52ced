import { expect, test } from "vitest";
import { anApp, cookieOf } from "../../../test/http/an-app.ts";
import { UserName } from "../../domain/ids.ts";

const anna = { name: "Anna", password: "a long password" };

test("on this machine's own address the first person registers without a link, as an admin, and is signed in", async () => {
  const { ask } = anApp();
  expect(await (await ask("GET", "/api/session")).json()).toEqual({
    state: "set-up-needed",
    tokenNeeded: false,
  });
  const answer = await ask("POST", "/api/session/setup", { json: anna });
  expect(answer.status).toBe(201);
  const cookie = cookieOf(answer);
  expect(await (await ask("GET", "/api/session", { cookie })).json()).toMatchObject({
    state: "signed-in",
    user: { name: "anna", role: "admin" },
  });
});

test("set-up works once", async () => {
  const { ask } = anApp();
  await ask("POST", "/api/session/setup", { json: anna });
  const second = await ask("POST", "/api/session/setup", { json: { ...anna, name: "eve" } });
  expect(second.status).toBe(409);
  expect(await second.json()).toMatchObject({ error: { code: "already-set-up" } });
});

test("of many who set up at the same moment one becomes the admin", async () => {
  const { ask, stores } = anApp();
  const answers = await Promise.all(
    ["a", "b", "c", "d"].map((name) => ask("POST", "/api/session/setup", { json: { ...anna, name } })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
  expect((await stores.users.list()).records).toHaveLength(1);
});

test("a short password is refused with the field that is wrong", async () => {
  const { ask } = anApp();
  const answer = await ask("POST", "/api/session/setup", { json: { name: "anna", password: "short" } });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    error: {
      code: "invalid-request",
      details: [{ field: "password", problem: "The password needs at least 10 characters." }],
    },
  });
});

test("a website whose name was rebound to this machine cannot set up, nor see that it could", async () => {
  const { ask } = anApp();
  const headers = { host: "evil.example:8080" };
  expect((await ask("POST", "/api/session/setup", { json: anna, headers })).status).toBe(403);
  expect(await (await ask("GET", "/api/session", { headers })).json()).toMatchObject({
    error: { code: "host-not-allowed" },
  });
  expect((await ask("GET", "/api/health", { headers })).status).toBe(403);
});

test.each([
  ["bound to every address", { boundToLoopback: false }, {}],
  ["behind a proxy", {}, { "x-forwarded-for": "203.0.113.9" }],
])(
  "%s the set-up link is needed, and a wrong one does not do",
  async (_, ground, headers: Record<string, string>) => {
    const { ask, stores } = anApp(ground);
    const token = await stores.setup.begin();
    const setUp = (json: object) => ask("POST", "/api/session/setup", { json, headers });
    expect((await setUp(anna)).status).toBe(403);
    expect(await (await setUp({ ...anna, token: "guessed" })).json()).toMatchObject({
      error: { code: "set-up-link-needed" },
    });
    expect((await setUp({ ...anna, token })).status).toBe(201);
  },
);

test("signing in gives a session that signing out ends everywhere", async () => {
  const { ask, setUp } = anApp();
  await setUp();
  const answer = await ask("POST", "/api/session", { json: { name: "anna", password: "a long password" } });
  const cookie = cookieOf(answer);
  expect(answer.headers.get("set-cookie")).toMatch(
    /^yss=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  expect((await ask("GET", "/api/players", { cookie })).status).toBe(200);
  expect((await ask("DELETE", "/api/session", { cookie })).status).toBe(204);
  expect((await ask("GET", "/api/players", { cookie })).status).toBe(401);
});

test("over https the cookie is bound to the host and never travels in the clear", async () => {
  const { ask } = anApp({ publicUrl: new URL("https://yoto.example.org") });
  const headers = { host: "yoto.example.org" };
  await ask("POST", "/api/session/setup", { json: anna });
  const answer = await ask("POST", "/api/session", { json: anna, headers });
  expect(answer.headers.get("set-cookie")).toMatch(/^__Host-yss=[^;]+;.*; HttpOnly; Secure; SameSite=Lax$/);
  expect((await ask("GET", "/api/players", { cookie: cookieOf(answer), headers })).status).toBe(200);
});

test("a wrong password and an unknown name get the same answer", async () => {
  const { ask, setUp } = anApp();
  await setUp();
  const wrong = await ask("POST", "/api/session", { json: { ...anna, password: "wrong" } });
  const unknown = await ask("POST", "/api/session", { json: { ...anna, name: "nobody" } });
  expect(wrong.status).toBe(401);
  expect(await wrong.json()).toEqual(await unknown.json());
});

test("guessing is slowed down, also for who then guesses right", async () => {
  const { ask, setUp } = anApp();
  await setUp();
  const tries = [];
  for (let count = 0; count < 12; count += 1)
    tries.push((await ask("POST", "/api/session", { json: { ...anna, password: `guess ${count}` } })).status);
  expect(tries.filter((status) => status === 429)).not.toHaveLength(0);
  const right = await ask("POST", "/api/session", { json: anna });
  expect(right.status).toBe(429);
  expect(await right.json()).toMatchObject({ error: { hint: "It works again in 15 minutes." } });
  expect(Number(right.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("a write that another website made the browser send is refused", async () => {
  const { ask, setUp } = anApp();
  const cookie = await setUp();
  const write = (headers: Record<string, string>) =>
    ask("POST", "/api/streams", { json: { title: "x", audio: ["y"] }, cookie, headers });
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://localhost:9999" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])
    expect((await write(headers)).status, JSON.stringify(headers)).toBe(403);
  expect((await write({ origin: "http://localhost:8080", "sec-fetch-site": "same-origin" })).status).toBe(
    400,
  );
});

test("a program's token does what its user may, and nothing once it is revoked", async () => {
  const { ask, setUp, stores } = anApp();
  await setUp();
  const { token, apiToken } = await stores.apiTokens.create({
    user: UserName("anna"),
    label: "cli",
  });
  const headers = { authorization: `Bearer ${token}` };
  expect((await ask("GET", "/api/players", { headers })).status).toBe(200);
  await stores.apiTokens.revoke(UserName("anna"), apiToken.id);
  expect((await ask("GET", "/api/players", { headers })).status).toBe(401);
});
