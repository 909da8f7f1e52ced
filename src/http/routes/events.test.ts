import { expect, test } from "vitest";
import { anApp } from "../../../test/http/an-app.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";

type Told = {
  readonly event?: string;
  readonly data?: { readonly of: string; readonly resumed?: boolean };
  readonly id?: string;
  readonly comment?: string;
};

/** Reads server-sent events until `enough`, or until the server ends them. */
async function read(answer: Response, enough: (told: readonly Told[]) => boolean): Promise<readonly Told[]> {
  const told: Told[] = [];
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (reader !== undefined && !enough(told)) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const field = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const [event, data, id] = [field("event"), field("data"), field("id")];
      const comment = lines.find((line) => line.startsWith(":"));
      told.push({
        ...(event && { event }),
        ...(data && { data: JSON.parse(data) }),
        ...(id && { id }),
        ...(comment && { comment }),
      });
    }
  }
  await reader?.cancel();
  return told;
}

async function aSignedInBrowser() {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const rig = anApp({ clock });
  const cookie = await rig.setUp();
  const events = (headers = {}) => rig.ask("GET", "/api/events", { cookie, headers });
  return { ...rig, clock, cookie, events };
}

test("changes arrive as they happen, and who reconnects gets what happened between", async () => {
  const { events, deps, stop } = await aSignedInBrowser();
  const first = await events();
  expect(first.headers.get("content-type")).toContain("text/event-stream");
  deps.liveUpdates.publish({ of: "cards" });
  const told = await read(first, (all) => all.length === 2);
  expect(told).toMatchObject([
    { event: "hello", data: { resumed: false } },
    { event: "cards", data: { of: "cards" } },
  ]);
  deps.liveUpdates.publish({ of: "audio" });
  const back = await events({ "last-event-id": told[1]?.id });
  expect(await read(back, (all) => all.length === 2)).toMatchObject([
    { event: "hello", data: { resumed: true } },
    { event: "audio" },
  ]);
  stop();
});

test("a quiet connection is kept alive with comments", async () => {
  const { events, clock, stop } = await aSignedInBrowser();
  const answer = await events();
  const reading = read(answer, (all) => all.some(({ comment }) => comment !== undefined));
  await expect.poll(() => clock.sleepers()).toBeGreaterThan(0);
  clock.advance(15_000);
  expect((await reading).at(-1)?.comment).toBe(": still here");
  stop();
});

test("signing out ends the connection and says so", async () => {
  const { events, ask, cookie } = await aSignedInBrowser();
  const reading = read(await events(), () => false);
  await ask("DELETE", "/api/session", { cookie });
  expect((await reading).at(-1)).toMatchObject({ event: "signed-out" });
});

test("a session that was ended elsewhere ends the connection at the next heartbeat", async () => {
  const { events, stores, clock } = await aSignedInBrowser();
  const reading = read(await events(), () => false);
  await expect.poll(() => clock.sleepers()).toBeGreaterThan(0);
  const [user] = (await stores.users.list()).records;
  if (user !== undefined) await stores.sessions.revokeAll(user.value.name);
  clock.advance(15_000);
  expect((await reading).at(-1)).toMatchObject({ event: "signed-out" });
});

test("when the server stops, the connections end", async () => {
  const { events, stop } = await aSignedInBrowser();
  const reading = read(await events(), () => false);
  stop();
  expect((await reading).length).toBeGreaterThan(0);
});
