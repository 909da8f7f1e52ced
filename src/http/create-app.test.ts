import { expect, test } from "vitest";
import { anApp } from "../../test/http/an-app.ts";

type Described = { readonly openapi: string; readonly paths: Record<string, Record<string, Operation>> };
type Operation = { readonly "x-who"?: string; readonly summary?: string; readonly responses: object };

async function operations() {
  const { ask } = anApp();
  const document: Described = JSON.parse(await (await ask("GET", "/api/openapi.json")).text());
  expect(document.openapi).toBe("3.1.0");
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
}

const open = [
  "GET /api/auth/yoto/callback",
  "DELETE /api/session",
  "GET /api/health",
  "POST /api/hooks/{secret}",
  "GET /api/mailbox/{secret}",
  "POST /api/mailbox/{secret}/messages",
  "GET /api/session",
  "POST /api/session",
  "POST /api/session/setup",
];

test("every route has a role and a summary, and only these are open to anyone", async () => {
  const all = await operations();
  expect(all.length).toBeGreaterThan(25);
  expect(all.filter(({ operation }) => !operation["x-who"] || !operation.summary)).toEqual([]);
  const anyone = all.filter(({ operation }) => operation["x-who"] === "anyone");
  expect(anyone.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted()).toEqual(
    open.toSorted(),
  );
});

test("whoever is not signed in gets 401 from every other route, and members 403 from those for admins", async () => {
  const { ask, setUp, signInAs } = anApp();
  await setUp();
  const cookie = await signInAs("ben", "member");
  for (const { path, method, operation } of await operations()) {
    if (operation["x-who"] === "anyone") continue;
    const url = path.replaceAll(/\{\w+\}/g, "x");
    const json = method === "get" || method === "delete" ? {} : { json: {} };
    const stranger = await ask(method.toUpperCase(), url, json);
    expect([stranger.status, url]).toEqual([401, url]);
    if (operation["x-who"] !== "admin") continue;
    expect([(await ask(method.toUpperCase(), url, { ...json, cookie })).status, url]).toEqual([403, url]);
  }
});

test("health answers everybody, says what there is and nothing secret", async () => {
  const { ask, setUp } = anApp();
  await setUp();
  const answer = await ask("GET", "/api/health");
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    status: "ok",
    version: "0.0.0-test",
    store: "memory",
    audio: "memory",
    yoto: { linked: false, linkAgain: false, mqtt: "off", lastEventAt: null, accounts: [] },
    uptimeSeconds: 0,
  });
});

test("the documentation is a page without a script, under a policy that allows nothing inline", async () => {
  const { ask } = anApp();
  const answer = await ask("GET", "/api/docs");
  const page = await answer.text();
  expect(page).toContain("/api/players/{id}/control");
  expect(page).not.toMatch(/<script|style="|https?:\/\/(?!www\.w3)/);
  const policy = answer.headers.get("content-security-policy");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain("unsafe-inline");
});

test("in demo mode the pretend Yoto, and nothing else, may be talked to from the page", async () => {
  const { ask } = anApp({ demo: { pretendUrl: new URL("http://127.0.0.1:4711") } });
  const answer = await ask("GET", "/api/health");
  expect(answer.headers.get("content-security-policy")).toContain(
    "connect-src 'self' http://127.0.0.1:4711;",
  );
  expect(await answer.json()).toMatchObject({ demo: { pretendUrl: "http://127.0.0.1:4711" } });
});

test("an address where nothing is gets the envelope, also one of the pretend Yoto", async () => {
  const { ask } = anApp();
  for (const path of ["/api/nothing", "/_pretend/players", "/s/x"]) {
    const answer = await ask("GET", path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: "no-such-route" } });
  }
});

test("JSON over a megabyte is not read", async () => {
  const { ask, setUp } = anApp();
  const cookie = await setUp();
  const answer = await ask("POST", "/api/streams", { json: { title: "x".repeat(1_100_000) }, cookie });
  expect(answer.status).toBe(413);
});

test("broken JSON is the client's fault", async () => {
  const { ask, setUp } = anApp();
  const cookie = await setUp();
  const headers = { "content-type": "application/json" };
  const answer = await ask("POST", "/api/streams", { cookie, headers, body: "{" });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: "invalid-request" } });
});

test("every answer names its request, for the log", async () => {
  const { ask } = anApp();
  const ids = await Promise.all([ask("GET", "/api/health"), ask("GET", "/api/health")]);
  expect(new Set(ids.map((each) => each.headers.get("x-request-id"))).size).toBe(2);
});
