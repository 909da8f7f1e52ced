import { expect, test } from "vitest";
import { z } from "zod";
import { aKitchen } from "../../../test/http/a-kitchen.ts";
import { anApp } from "../../../test/http/an-app.ts";
import { CardId, PlayerId, YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import type { JsonObject } from "../../domain/json.ts";
import { createHistoryBook } from "../../usecases/history/history-book.ts";

/** What the tests look into; the rest of an answer passes. */
const Answered = z.looseObject({
  items: z.array(z.looseObject({ kind: z.string().optional() })).default([]),
  days: z.array(z.unknown()).default([]),
  history: z.unknown().optional(),
});
const bodyOf = async (answer: Response) => Answered.parse(await answer.json());

const nowMs = Date.UTC(2030, 0, 1);
const kitchen = PlayerId("y2kitchen");

/** An app with a player, whose history is written as a listener writes it. */
async function aHouse() {
  const house = anApp();
  const { stores, clock } = house;
  await stores.watchedPlayers.write(
    aKitchen({
      playerId: kitchen,
      name: "Kitchen, =upstairs",
      timezone: "Pacific/Auckland",
      presence: { is: "online", sinceMs: nowMs },
    }),
    undefined,
  );
  const book = createHistoryBook({ ...stores, clock });
  let number = 0;
  const happened = (kind: string, hoursAgo: number, facts: JsonObject = {}) => {
    const key = `00000001-${String(number++).padStart(8, "0")}`;
    const atMs = nowMs - hoursAgo * 3_600_000;
    const whole = { cause: "child", confidence: "high", ...facts };
    return book.add({ playerId: kitchen, atMs, key, kind, facts: whole }, "Pacific/Auckland");
  };
  const cookie = await house.setUp();
  const read = async (path: string) => {
    const answer = await house.ask("GET", path, { cookie });
    return { status: answer.status, body: await bodyOf(answer) };
  };
  return { ...house, cookie, happened, read };
}

test("the history tells in sentences, newest first, of the house and of a player", async () => {
  const house = await aHouse();
  await house.happened("card-inserted", 3, { cardId: "STORY" });
  await house.happened("volume-changed", 2, {
    fromSteps: 6,
    toSteps: 9,
    direction: "up",
    confidence: "medium",
  });
  for (const path of ["/api/history", `/api/players/${kitchen}/history`]) {
    const { status, body } = await house.read(path);
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      {
        kind: "volume-changed",
        sentence: "Turned up from 6 to 9 of 16",
        cause: "child",
        confidence: "medium",
      },
      { kind: "card-inserted", sentence: "A card was put in", card: { yotoCardId: "STORY" } },
    ]);
  }
});

test("it is filtered by kind, card and day, and a day of a player is a day on its own wall", async () => {
  const house = await aHouse();
  await house.happened("card-inserted", 3, { cardId: "STORY" }); // the first of January in Auckland
  await house.happened("next-track", 20, { cardId: "SONGS" }); // there the last of December
  const kinds = async (query: string) =>
    (await house.read(`/api/players/${kitchen}/history?${query}`)).body.items.map(({ kind }) => kind);
  expect(await kinds("kind=next-track,gap")).toEqual(["next-track"]);
  expect(await kinds("card=STORY")).toEqual(["card-inserted"]);
  expect(await kinds("day=2030-01-01")).toEqual(["card-inserted"]);
  expect(await kinds("day=2029-12-31")).toEqual(["next-track"]);
  for (const query of ["kind=nonsense", "day=yesterday", "cursor=x", "limit=0"])
    expect((await house.read(`/api/history?${query}`)).status, query).toBe(400);
});

test("it comes as a file, for spreadsheets without formulas, and for programs", async () => {
  const house = await aHouse();
  for (let hour = 1; hour <= 3; hour++) await house.happened("playback-paused", hour);
  const csv = await house.ask("GET", "/api/history/export", { cookie: house.cookie });
  expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(csv.headers.get("content-disposition")).toMatch(
    /^attachment; filename="history-20\d\d-\d\d-\d\d\.csv"$/,
  );
  const lines = (await csv.text()).trimEnd().split("\r\n");
  expect(lines).toHaveLength(4);
  expect(lines[1]).toBe('2029-12-31T23:00:00.000Z,"Kitchen, =upstairs",playback-paused,child,high,,,,Paused');
  const json = await house.ask("GET", "/api/history/export?format=json", { cookie: house.cookie });
  expect(JSON.parse(await json.text())).toMatchObject([{ kind: "playback-paused" }, {}, {}]);
});

test("statistics add up what was listened to, by day, card and player", async () => {
  const house = await aHouse();
  const untilMs = nowMs - 3_600_000;
  await house.happened("card-inserted", 2, { cardId: "STORY" });
  await house.happened("listened", 1, { fromMs: untilMs - 120_000, untilMs, cardId: "STORY" });
  const { body } = await house.read("/api/statistics?days=7&to=2030-01-01");
  expect(body).toMatchObject({
    from: "2029-12-26",
    to: "2030-01-01",
    listenedMs: 120_000,
    players: [
      { playerId: kitchen, name: "Kitchen, =upstairs", listenedMs: 120_000, did: { "card-inserted": 1 } },
    ],
    cards: [{ yotoCardId: "STORY", listenedMs: 120_000, starts: 1 }],
  });
  expect(body.days).toHaveLength(7);
  expect((await house.read(`/api/players/${kitchen}/listened-today`)).body).toMatchObject({
    date: "2030-01-01",
    listenedMs: 120_000,
  });
});

test("a page of the history, and the statistics, cost two queries of the table at most", async () => {
  const house = await aHouse();
  for (let hour = 1; hour <= 30; hour++) await house.happened("next-track", hour);
  const { stores } = house;
  let queries = 0;
  const counted = <Verbs extends object>(verbs: Verbs): Verbs =>
    new Proxy(verbs, {
      get(target, name, receiver) {
        const verb: unknown = Reflect.get(target, name, receiver);
        if (typeof verb !== "function" || name === "get") return verb;
        return (...given: unknown[]) => {
          queries += 1;
          return verb.apply(target, given);
        };
      },
    });
  const counting = anApp({
    clock: house.clock,
    stores: {
      ...stores,
      players: counted(stores.players),
      playerHistory: counted(stores.playerHistory),
      listeningDays: counted(stores.listeningDays),
    },
  });
  for (const path of [
    "/api/history",
    "/api/history?kind=gap&limit=5",
    `/api/players/${kitchen}/history?day=2030-01-01`,
    "/api/statistics?days=30",
    `/api/statistics?days=30&player=${kitchen}`,
  ]) {
    queries = 0;
    const answer = await counting.ask("GET", path, { cookie: house.cookie });
    expect(answer.status).toBe(200);
    await answer.text();
    expect(queries, path).toBeLessThanOrEqual(2);
  }
});

test("how long things are kept is a setting", async () => {
  const house = await aHouse();
  const json = { history: { days: 10, statisticsDays: 50 } };
  const answer = await house.ask("PATCH", "/api/settings", { cookie: house.cookie, json });
  expect((await bodyOf(answer)).history).toEqual(json.history);
  expect((await house.read("/api/settings")).body.history).toEqual(json.history);
});

const settled = (playerId: string) => ({ is: "settled", playerId, actions: [] }) as const;

test("the analyzer is for admins, and tells what it has", async () => {
  const house = anApp();
  const admin = await house.setUp();
  const member = await house.signInAs("ben", "member");
  house.deps.analyzer.add(settled(kitchen));
  const list = await house.ask("GET", "/api/analyzer", { cookie: admin });
  const { items, upTo } = await bodyOf(list);
  expect(items).toMatchObject([{ is: "settled", playerId: kitchen }]);
  expect(items).toMatchObject([{ id: upTo }]);
  for (const path of ["/api/analyzer", "/api/analyzer/events"])
    expect((await house.ask("GET", path, { cookie: member })).status).toBe(403);
});

test("what the analyzer hears it tells at once to who is listening", async () => {
  const house = anApp();
  const { analyzer } = house.deps;
  const cookie = await house.setUp();
  const answer = await house.ask("GET", "/api/analyzer/events?text=knob", { cookie });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  analyzer.add(settled("other"));
  analyzer.add(settled("knob"));
  const told = (await reader?.read())?.value ?? "";
  expect(told).toContain('"playerId":"knob"');
  const [newest] = (await analyzer.recent({}, 1)).entries;
  expect(told).toContain(`id: ${newest?.id}`);
  analyzer.add(settled("knob too"));
  expect((await reader?.read())?.value).toContain('"playerId":"knob too"');
  await reader?.cancel();
  house.stop();
});

test("where no wire stays open, each asking tells what came since the last", async () => {
  const house = anApp({ live: "asking" });
  const { analyzer } = house.deps;
  const cookie = await house.setUp();
  const ask = async (lastId?: string) => {
    const headers = lastId === undefined ? {} : { "last-event-id": lastId };
    const text = await (await house.ask("GET", "/api/analyzer/events", { cookie, headers })).text();
    const told = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => JSON.parse(data).playerId);
    return { told, id: /^id: (.*)$/m.exec(text)?.[1] ?? "" };
  };
  analyzer.add(settled("before"));
  const first = await ask();
  expect(first.told).toEqual([]);
  analyzer.add(settled("one"));
  analyzer.add(settled("two"));
  const second = await ask(first.id);
  expect(second.told).toEqual(["one", "two"]);
  expect((await ask(second.id)).told).toEqual([]);
});

test("a card is named in the first answer after a start, ours even while Yoto does not answer, and never by its id", async () => {
  const house = await aHouse();
  await house.happened("card-inserted", 3, { cardId: "STORY" });
  await house.happened("card-inserted", 2, { cardId: "OTHER" });
  await house.stores.cards.create({
    id: CardId("ours"),
    title: "The bear",
    chapters: [],
    published: { accountId: YotoAccountId("family"), yotoCardId: YotoCardId("STORY"), atMs: 0 },
    createdAtMs: 0,
    changedAtMs: 0,
  });
  const { body } = await house.read("/api/history");
  expect(body.items.map(({ sentence }) => sentence)).toEqual(["A card was put in", "“The bear” was put in"]);
  const exported = await house.ask("GET", "/api/history/export?format=csv", { cookie: house.cookie });
  const csv = await exported.text();
  expect(csv).toContain("“The bear” was put in");
});
