import { expect, test } from "vitest";
import { aKitchen } from "../../../test/http/a-kitchen.ts";
import { anApp } from "../../../test/http/an-app.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import type { ErrorEnvelope } from "../schema/error.ts";
import type { House, Rule, RuleDraftInput, RulePreview } from "../schema/rule.ts";

const bedtime: RuleDraftInput = {
  kind: "bedtime",
  title: "Bedtime",
  ending: "after-the-track",
  fade: { minutes: 10, toSteps: 2 },
  window: { weekdays: ["mon", "tue", "wed", "thu"], from: "19:30", to: "06:30" },
};
const quiet: RuleDraftInput = {
  kind: "quiet-hours",
  title: "Quiet",
  reaction: { do: "stop" },
  allowed: ["BEAR1"],
  window: { from: "20:00", to: "06:00" },
};
const everyKind: readonly RuleDraftInput[] = [
  bedtime,
  quiet,
  { kind: "volume-cap", title: "Not so loud", maxSteps: 6, window: {} },
  {
    kind: "daily-limit",
    title: "An hour a day",
    minutes: 60,
    ending: "at-once",
    warn: { minutesBefore: 5, light: { red: 255, green: 80, blue: 0 } },
    window: {},
  },
  {
    kind: "play-at",
    title: "Wake up",
    yotoCardId: "BEAR1",
    volumePercent: 30,
    window: { from: "07:00", to: "07:30" },
  },
];

/** The API with a player in it, on the first of January 2030, a Tuesday, at midnight in London. */
async function aHouse() {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const app = anApp({ clock });
  const cookie = await app.setUp();
  await app.stores.watchedPlayers.write(aKitchen(), undefined);
  const send = (method: string, path: string, json?: unknown) =>
    app.ask(method, `/api${path}`, { cookie, ...(json !== undefined && { json }) });
  const ask = async <Answer>(method: string, path: string, json?: unknown): Promise<Answer> => {
    const answer = await send(method, path, json);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  };
  return { ...app, clock, send, ask, house: () => ask<House>("GET", "/rules") };
}

test("each kind of rule comes back as it was written, with its sentence", async () => {
  const { ask, house } = await aHouse();
  for (const draft of everyKind) {
    const { rule } = await ask<Rule>("POST", "/rules", draft);
    expect(rule).toMatchObject(draft);
  }
  expect((await house()).rules.map(({ sentence }) => sentence)).toEqual([
    "Monday to Thursday from 19:30 to 06:30 it is bedtime: it gets quieter over 10 minutes, then it stops at the end of the track.",
    "Every day from 20:00 to 06:00, a card that is put in is stopped, except card BEAR1.",
    "Every day, it is never louder than 6 of 16.",
    "Every day, after 60 minutes of listening the light warns 5 minutes before, and it stops at once.",
    "Every day from 07:00 to 07:30, “card BEAR1” starts at the beginning of that time, unless something else is playing.",
  ]);
});

test("rules are switched, rewritten, put into order and deleted", async () => {
  const { ask, send, house } = await aHouse();
  const ids: string[] = [];
  for (const draft of [bedtime, quiet]) ids.push((await ask<Rule>("POST", "/rules", draft)).id);
  const [first = "", second = ""] = ids;
  expect((await ask<Rule>("PATCH", `/rules/${first}`, { on: false })).rule.on).toBe(false);
  expect((await ask<Rule>("PATCH", `/rules/${first}`, { dryRun: true })).rule).toMatchObject({
    on: false,
    dryRun: true,
  });
  await ask("PUT", `/rules/${second}`, { ...quiet, title: "Sh!" });
  const after = await ask<House>("PUT", "/rules/order", { ids: [second] });
  expect(after.rules.map(({ id, rule }) => [id, rule.title])).toEqual([
    [second, "Sh!"],
    [first, "Bedtime"],
  ]);
  await ask("DELETE", `/rules/${second}`);
  expect((await house()).rules.map(({ id }) => id)).toEqual([first]);
  for (const [method, path, body] of [
    ["DELETE", "/rules/none"],
    ["PATCH", "/rules/none", {}],
    ["PUT", "/rules/none", quiet],
  ] as const)
    expect((await send(method, path, body)).status).toBe(404);
});

test("who saw an older rule is told that somebody changed it, and writes over it only when insisting", async () => {
  const { ask, send, clock, house } = await aHouse();
  const { id, changedAtMs: shown } = await ask<Rule>("POST", "/rules", bedtime);
  clock.advance(1000);
  await ask<Rule>("PUT", `/rules/${id}`, { ...bedtime, title: "Good night", ifChangedAtMs: shown });
  const late = await send("PUT", `/rules/${id}`, { ...bedtime, title: "Sleep", ifChangedAtMs: shown });
  expect(late.status).toBe(409);
  expect(await late.json()).toMatchObject({ error: { code: "changed-meanwhile" } });
  expect((await house()).rules[0]?.rule.title).toBe("Good night");
  clock.advance(1000);
  await ask("PATCH", `/rules/${id}`, { on: false });
  const { changedAtMs } = await ask<Rule>("PUT", `/rules/${id}`, { ...bedtime, title: "Sleep" });
  expect(changedAtMs).toBe(clock.nowMs());
  clock.advance(1000);
  const other = await ask<Rule>("POST", "/rules", quiet);
  await ask("PUT", "/rules/order", { ids: [other.id] });
  await ask("PUT", `/rules/${id}`, { ...bedtime, title: "Hush", ifChangedAtMs: changedAtMs });
});

test("a rule that somebody changed since it was shown is not deleted with what they did, unless insisted on", async () => {
  const { ask, send, clock, house } = await aHouse();
  const { id, changedAtMs: shown } = await ask<Rule>("POST", "/rules", bedtime);
  clock.advance(1000);
  const now = await ask<Rule>("PUT", `/rules/${id}`, { ...bedtime, title: "Good night" });
  const late = await send("DELETE", `/rules/${id}?ifChangedAtMs=${shown}`);
  expect(late.status).toBe(409);
  expect(await late.json()).toMatchObject({ error: { code: "changed-meanwhile" } });
  expect((await house()).rules).toHaveLength(1);
  expect((await send("DELETE", `/rules/${id}?ifChangedAtMs=${now.changedAtMs}`)).status).toBe(204);
  const other = await ask<Rule>("POST", "/rules", quiet);
  expect((await send("DELETE", `/rules/${other.id}`)).status).toBe(204);
});

test("an order is refused when the rules stand in another one than was shown", async () => {
  const { ask, send, house } = await aHouse();
  const ids: string[] = [];
  for (const draft of everyKind.slice(0, 3)) ids.push((await ask<Rule>("POST", "/rules", draft)).id);
  const [one = "", two = "", three = ""] = ids;
  await ask("PUT", "/rules/order", { ids: [two, one, three], shown: ids });
  const late = await send("PUT", "/rules/order", { ids: [three, one, two], shown: ids });
  expect(late.status).toBe(409);
  expect((await house()).rules.map(({ id }) => id)).toEqual([two, one, three]);
});

test("a rule kept before changes had a date is changed as any other", async () => {
  const { ask, house, stores } = await aHouse();
  await ask("POST", "/rules", bedtime);
  const { value, version } = await stores.houseRules.read();
  const old = value.map(({ changedAtMs: _, sinceMs: __, ...rule }) => rule);
  await stores.houseRules.write(old, version);
  const [shown] = (await house()).rules;
  const { id, changedAtMs: ifChangedAtMs } = shown ?? {};
  expect(ifChangedAtMs).toBe(0);
  await ask("PUT", `/rules/${id}`, { ...bedtime, title: "New", ifChangedAtMs });
});

test("what makes no sense is refused with the field", async () => {
  const { send } = await aHouse();
  for (const [draft, field] of [
    [{ ...bedtime, window: { from: "25:00", to: "06:00" } }, "window.from"],
    [{ ...bedtime, window: { from: "19:00" } }, "window"],
    [{ ...bedtime, fade: { minutes: 0, toSteps: 2 } }, "fade.minutes"],
    [{ ...quiet, reaction: { do: "lower", toSteps: 17 } }, "reaction.toSteps"],
  ] as const) {
    const answer = await send("POST", "/rules", draft);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(((await answer.json()) as ErrorEnvelope).error.details)).toContain(`"${field}"`);
  }
});

test("a rule made in its hours begins then; another title says nothing new, other hours do", async () => {
  const { ask, stores, clock } = await aHouse();
  const { id } = await ask<Rule>("POST", "/rules", bedtime);
  const since = async () => (await stores.houseRules.read()).value[0]?.sinceMs;
  const madeAtMs = clock.nowMs();
  expect(await since()).toBe(madeAtMs);
  const { lines } = await ask<RulePreview>("POST", "/rules/preview", { hours: 1 });
  expect(lines.map(({ why }) => why)).toEqual(["bedtime turns down slowly", "it is bedtime"]);
  clock.advance(60_000);
  await ask<Rule>("PUT", `/rules/${id}`, { ...bedtime, title: "Good night" });
  expect(await since()).toBe(madeAtMs);
  await ask<Rule>("PUT", `/rules/${id}`, { ...bedtime, window: { from: "19:00", to: "06:30" } });
  expect(await since()).toBe(madeAtMs + 60_000);
});

test("a preview tells the draft's sentence and what would happen, and keeps nothing", async () => {
  const { ask, house } = await aHouse();
  const seen = await ask<RulePreview>("POST", "/rules/preview", { draft: quiet });
  expect(seen.sentence).toMatch(/^Every day from 20:00/);
  expect(seen.lines[0]).toMatchObject({
    did: "acted",
    what: "stopped",
    atMs: Date.UTC(2030, 0, 1),
    ruleTitle: "Quiet",
  });
  expect((await house()).rules).toEqual([]);
});

test("a holiday is whole days on the wall of the house, and ends when it is deleted", async () => {
  const { ask, send, house } = await aHouse();
  await ask("PATCH", "/settings", { timeZone: "Europe/Berlin" });
  const holiday = await ask<{ id: string; fromMs: number; toMs: number }>("POST", "/rules/exceptions", {
    title: "Holiday",
    fromDate: "2030-03-29",
    toDate: "2030-04-01",
  });
  // Over the change to summer time.
  expect(holiday).toMatchObject({ fromMs: Date.UTC(2030, 2, 28, 23), toMs: Date.UTC(2030, 3, 1, 22) });
  expect((await house()).exceptions).toHaveLength(1);
  expect((await send("POST", "/rules/exceptions", { title: "Never" })).status).toBe(400);
  await ask("DELETE", `/rules/exceptions/${holiday.id}`);
  expect((await house()).exceptions).toEqual([]);
});

test("ten more minutes stand in the house until they are over or taken back", async () => {
  const { ask, send, house, clock } = await aHouse();
  const given = await ask<{ untilMs: number }>("POST", "/players/kitchen/more-time", {});
  expect(given.untilMs).toBe(clock.nowMs() + 600_000);
  expect((await ask<{ untilMs: number }>("POST", "/players/kitchen/more-time", { minutes: 5 })).untilMs).toBe(
    clock.nowMs() + 900_000,
  );
  expect((await house()).moreTime).toEqual([{ playerId: "kitchen", untilMs: clock.nowMs() + 900_000 }]);
  await ask("DELETE", "/players/kitchen/more-time");
  expect((await house()).moreTime).toEqual([]);
  expect((await send("POST", "/players/nobody/more-time", {})).status).toBe(404);
});

test("ten more minutes that two parents give at the same instant both count", async () => {
  const { ask, house, clock } = await aHouse();
  await Promise.all([1, 2, 3].map(() => ask("POST", "/players/kitchen/more-time", {})));
  expect((await house()).moreTime).toEqual([{ playerId: "kitchen", untilMs: clock.nowMs() + 1_800_000 }]);
});

test("two parents who change the rules at once both have their way", async () => {
  const { ask, house } = await aHouse();
  await Promise.all(everyKind.map((draft) => ask("POST", "/rules", draft)));
  expect(new Set((await house()).rules.map(({ rule }) => rule.title)).size).toBe(everyKind.length);
});

test("nobody who is not signed in sees or changes rules", async () => {
  const { ask } = anApp();
  for (const [method, path] of [
    ["GET", "/api/rules"],
    ["POST", "/api/rules/preview"],
    ["POST", "/api/players/kitchen/more-time"],
  ] as const)
    expect(
      (await ask(method, path, { json: method === "GET" ? undefined : {} })).status,
    ).toBeGreaterThanOrEqual(401);
});
