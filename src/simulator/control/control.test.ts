import { expect, test } from "vitest";
import { virtualClock } from "../clock.ts";
import type { ControlledPlayer } from "../device-wire.ts";
import { type PretendYotoOptions, startPretendYoto } from "../pretend-yoto.ts";
import { connectApp, signIn, until } from "../test-client.ts";

async function aCloud(options: PretendYotoOptions = {}) {
  const yoto = await startPretendYoto({ clock: virtualClock(Date.UTC(2026, 8, 1)), ...options });
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${yoto.url}/_pretend${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return { yoto, call, [Symbol.asyncDispose]: () => yoto[Symbol.asyncDispose]() };
}

function aPlayer(deviceId: string): ControlledPlayer & { done: unknown[] } {
  const done: unknown[] = [];
  return {
    deviceId,
    done,
    actions: ["insert", "remove"],
    state: () => ({ card: done.length > 0 ? "in" : "none" }),
    act: async (action, input) => {
      if (input["cardId"] === "wrong") throw new Error("There is no card wrong; put in one that is there.");
      done.push([action, input]);
      return "moved";
    },
    [Symbol.asyncDispose]: async () => void done.push("off"),
  };
}

test("accounts, apps, cards and players can be made from outside", async () => {
  const made: string[] = [];
  await using world = await aCloud({
    makePlayer: async (_, device) => {
      made.push(device.name);
      return aPlayer(device.deviceId);
    },
  });
  const { call } = world;
  const account = (await call("POST", "/accounts", { name: "Ada" })).body;
  expect(account).toMatchObject({ name: "Ada", email: "ada@family.example" });
  expect((await call("POST", "/clients", { confidential: true })).body["secret"]).toMatch(/^\w{64}$/);
  expect((await call("POST", "/accounts", {})).status).toBe(400);
  const { body } = await call("POST", "/players", {
    familyId: account["familyId"],
    model: "mini",
    name: "Bedroom",
  });
  expect(body).toMatchObject({
    device: { model: "mini" },
    player: { name: "Bedroom", actions: ["insert", "remove"] },
  });
  expect(made).toEqual(["Bedroom"]);
  const card = await call("POST", "/cards", {
    userId: account["sub"],
    title: "Rain",
    content: { chapters: [] },
  });
  expect(card.body["cardId"]).toMatch(/^\w{5}$/);
});

test("players do what they are told; nonsense is a 400 that says what would do", async () => {
  await using world = await aCloud();
  const { call, yoto } = world;
  const player = yoto.addPlayer(aPlayer("y2x"));
  const answer = await call("POST", "/players/y2x/insert", { cardId: "abcde" });
  expect(answer.body).toMatchObject({ result: "moved", player: { state: { card: "in" } } });
  expect(player.done).toEqual([["insert", { cardId: "abcde" }]]);
  expect(await call("POST", "/players/y2x/fly")).toMatchObject({
    status: 400,
    body: { error: { message: 'A player cannot "fly"; it can insert, remove.' } },
  });
  expect((await call("POST", "/players/y2x/insert", { cardId: "wrong" })).body).toMatchObject({
    error: { message: "There is no card wrong; put in one that is there." },
  });
  expect((await call("GET", "/players/nobody")).status).toBe(404);
});

test("the virtual clock is advanced from outside, a wall clock is not", async () => {
  await using world = await aCloud();
  const { body } = await world.call("POST", "/clock", { advanceMs: 60_000 });
  expect(body["nowMs"]).toBe(Date.UTC(2026, 8, 1) + 60_000);
  await using wall = await startPretendYoto();
  const answer = await fetch(`${wall.url}/_pretend/clock`, { method: "POST", body: '{"advanceMs":1}' });
  expect(answer.status).toBe(400);
});

test("switches change by name and kind only, and reset brings good weather back", async () => {
  await using world = await aCloud();
  const { call, yoto } = world;
  expect((await call("PATCH", "/switches", { legacyTopics: false })).body["legacyTopics"]).toBe(false);
  expect((await call("PATCH", "/switches", { legacyTopics: "no" })).status).toBe(400);
  expect((await call("PATCH", "/switches", { warpDrive: true })).status).toBe(400);
  await call("POST", "/faults", { where: { path: "/content/*" }, what: { do: "status", status: 500 } });
  await call("POST", "/reset");
  expect(yoto.switches.legacyTopics).toBe(true);
  expect(yoto.faults.list()).toEqual([]);
});

test("faults are added, listed and removed; one that is none is refused", async () => {
  await using world = await aCloud();
  const { call } = world;
  const { id } = (
    await call("POST", "/faults", { where: { topic: "device/**" }, what: { do: "drop" }, times: 3 })
  ).body;
  expect((await call("GET", "/faults")).body["faults"]).toMatchObject([{ id, times: 3, usedTimes: 0 }]);
  expect((await call("DELETE", `/faults/${id}`)).body).toEqual({ removed: true });
  for (const wrong of [
    {},
    { where: { topic: "x" }, what: { do: "hang" } },
    { where: {}, what: { do: "drop" } },
  ])
    expect((await call("POST", "/faults", wrong)).status).toBe(400);
});

test("connections can be kicked by client id", async () => {
  await using world = await aCloud();
  const { yoto, call } = world;
  const account = yoto.accounts.add({ name: "Ada" });
  await using app = connectApp(yoto, (await signIn(yoto, account)).accessToken);
  await until("connection", () => app.connected);
  expect((await call("POST", "/kick", { clientId: "APP1" })).body).toEqual({ kicked: 1 });
  await until("close", () => !app.connected);
});

test("the journal is read from a number on, and followed live", async () => {
  await using world = await aCloud();
  const { yoto, call } = world;
  yoto.journal.add({ kind: "fault", what: "first" });
  const { number } = yoto.journal.add({ kind: "fault", what: "second" });
  expect((await call("GET", `/journal?since=${number - 1}`)).body).toMatchObject({
    entries: [{ number, what: "second" }],
    more: false,
  });
  const abort = new AbortController();
  const stream = await fetch(`${yoto.url}/_pretend/journal/stream?since=${number}`, { signal: abort.signal });
  yoto.journal.add({ kind: "fault", what: "third" });
  let seen = "";
  for await (const chunk of stream.body ?? []) {
    seen += new TextDecoder().decode(chunk);
    if (seen.includes('"what":"third"')) break;
  }
  expect(seen).not.toContain("second");
  abort.abort();
});

test("pages of the home may use the control API, pages from elsewhere not", async () => {
  await using world = await aCloud();
  const ask = async (origin: string) => {
    const answer = await fetch(`${world.yoto.url}/_pretend/players`, { headers: { origin } });
    return answer.headers.get("access-control-allow-origin");
  };
  expect(await ask("http://127.0.0.1:8080")).toBe("http://127.0.0.1:8080");
  expect(await ask("https://elsewhere.example")).toBeNull();
});

test("the page shows accounts, players and faults without a script inside, and escapes what is typed", async () => {
  await using world = await aCloud();
  const { yoto } = world;
  yoto.accounts.add({ name: "<b>Ada" });
  yoto.addPlayer(aPlayer(yoto.devices.add({ familyId: "f", model: "v3", name: "Kitchen" }).deviceId));
  const answer = await fetch(`${yoto.url}/_pretend`);
  const text = await answer.text();
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'self'");
  expect(text).toContain("Kitchen");
  expect(text).toContain("&lt;b&gt;Ada");
  expect(text).not.toMatch(/<script(?! src)|style="|onclick=/);
  for (const file of ["/page.js", "/style.css"])
    expect((await fetch(`${yoto.url}/_pretend${file}`)).status).toBe(200);
});
