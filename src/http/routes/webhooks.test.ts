import { expect, test } from "vitest";
import { aKitchen } from "../../../test/http/a-kitchen.ts";
import { anApp } from "../../../test/http/an-app.ts";
import { PlayerId } from "../../domain/ids.ts";

async function aHouse() {
  const app = anApp();
  const cookie = await app.setUp();
  await app.stores.watchedPlayers.write(aKitchen(), undefined);
  const json = async (method: string, path: string, body?: unknown) => {
    const answer = await app.ask(method, `/api${path}`, {
      cookie,
      ...(body !== undefined && { json: body }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
  };
  const make = async (deed: object) =>
    new URL((await json("POST", "/webhooks/addresses", { title: "Button", deed })).body.url).pathname;
  return { ...app, json, make };
}

test("a webhook is made, changed, tried and deleted; its secret is shown once", async () => {
  const { json } = await aHouse();
  const draft = { title: "Lamp", url: "https://lamp.example/hook", kinds: ["card-inserted"] };
  const made = await json("POST", "/webhooks", draft);
  expect(made.status).toBe(201);
  expect(made.body.secret).toMatch(/^whsec_/);
  expect(made.body).toMatchObject({ ...draft, on: true, mayReachHome: false });
  const { id } = made.body;
  expect(JSON.stringify((await json("GET", "/webhooks")).body)).not.toContain("whsec_");
  expect((await json("PUT", `/webhooks/${id}`, { ...draft, on: false })).body.on).toBe(false);
  expect((await json("POST", `/webhooks/${id}/test`)).status).toBe(202);
  const { items } = (await json("GET", `/webhooks/${id}/deliveries`)).body;
  expect(items).toMatchObject([{ kind: "test", state: "waiting", attempts: 0 }]);
  expect((await json("DELETE", `/webhooks/${id}`)).status).toBe(204);
  expect((await json("PUT", `/webhooks/${id}`, draft)).status).toBe(404);
  for (const url of ["ftp://example.org", "javascript:alert(1)", "lamp"])
    expect((await json("POST", "/webhooks", { title: "No", url })).status).toBe(400);
});

test("a secret address pauses, sets a timer, plays a card and gives more time, for anybody who knows it", async () => {
  const { ask, make, stores, clock } = await aHouse();
  const orders = async () =>
    (await stores.orders.of(PlayerId("kitchen"))).records.map(({ value: { order } }) => order);
  for (const deed of [
    { do: "pause", playerId: "kitchen" },
    { do: "sleep-timer", playerId: "kitchen", seconds: 600 },
    { do: "play-card", playerId: "kitchen", yotoCardId: "BEAR1" },
    { do: "more-time", playerId: "kitchen", minutes: 10 },
  ]) {
    const path = await make(deed);
    expect((await ask("POST", path)).status).toBe(200);
  }
  expect((await orders()).map(({ command }) => command.do).sort()).toEqual([
    "pause",
    "play-card",
    "set-sleep-timer",
  ]);
  expect((await orders())[0]?.orderedBy).toMatch(/^webhook:/);
  expect((await stores.moreTimes.get(PlayerId("kitchen")))?.value).toMatchObject({
    untilMs: clock.nowMs() + 600_000,
  });
});

test("a secret address is throttled, can be revoked, and an unknown one is not found", async () => {
  const { ask, json, make, clock } = await aHouse();
  const path = await make({ do: "pause", playerId: "kitchen" });
  const statuses = await Promise.all(
    Array.from({ length: 15 }, async () => (await ask("POST", path)).status),
  );
  expect(statuses.filter((status) => status === 200)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  expect((await ask("POST", path)).headers.get("retry-after")).toBe("60");
  const advance = (ms: number) => {
    if ("advance" in clock && typeof clock.advance === "function") clock.advance(ms);
  };
  advance(61_000);
  expect((await ask("POST", path)).status).toBe(200);
  for (let n = 0; n < 12; n++) await ask("POST", path);
  expect((await ask("POST", path)).status).toBe(429);
  // A clock that is set back keeps it closed no longer.
  advance(-86_400_000);
  expect((await ask("POST", path)).status).toBe(200);
  const { items } = (await json("GET", "/webhooks/addresses")).body;
  expect(JSON.stringify(items)).not.toContain(path.split("/").at(-1));
  expect((await json("DELETE", `/webhooks/addresses/${items[0].id}`)).status).toBe(204);
  expect((await ask("POST", path)).status).toBe(404);
  expect((await ask("POST", `/api/hooks/${"x".repeat(43)}`)).status).toBe(404);
  // The stored hash opens nothing.
  expect((await ask("POST", `/api/hooks/${items[0].id}`)).status).toBe(404);
});

test("who guesses secret addresses is soon not answered any more, and is again a minute later", async () => {
  const { ask, clock } = await aHouse();
  const guess = async (n: number) => (await ask("POST", `/api/hooks/${`${n}`.padStart(43, "x")}`)).status;
  const statuses: number[] = [];
  for (let n = 0; n < 35; n++) statuses.push(await guess(n));
  expect(statuses.filter((status) => status === 404)).toHaveLength(30);
  expect(statuses.slice(30)).toEqual([429, 429, 429, 429, 429]);
  if ("advance" in clock && typeof clock.advance === "function") clock.advance(61_000);
  expect(await guess(35)).toBe(404);
});

test("only admins see and make webhooks", async () => {
  const app = anApp();
  await app.setUp();
  const cookie = await app.signInAs("bea", "member");
  for (const [method, path] of [
    ["GET", "/api/webhooks"],
    ["POST", "/api/webhooks/addresses"],
  ] as const)
    expect((await app.ask(method, path, { cookie, ...(method === "POST" && { json: {} }) })).status).toBe(
      403,
    );
});
