import { expect, test } from "vitest";
import { anApp } from "../../../test/http/an-app.ts";
import { seededChance } from "../../adapters/memory/chance.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { silentLog } from "../../adapters/memory/log.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import { newKeyRing } from "../../adapters/secrets/key-ring.ts";
import { createSecrets } from "../../adapters/secrets/secrets.ts";
import { PlayerId } from "../../domain/ids.ts";
import { createStores } from "../../main/create-stores.ts";
import { markedLiveUpdates } from "../../main/marked-live-updates.ts";

/** An app whose screens must ask, and what asking answers. */
async function anAskedApp() {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const chance = seededChance(1);
  const ring = newKeyRing();
  const secrets = createSecrets({ ring: () => ring, reload: async () => ring });
  const stores = createStores({ table: createMemoryTable(clock), secrets, clock, chance });
  const liveUpdates = markedLiveUpdates({
    inner: createLiveUpdates(),
    marks: stores.liveMarks,
    log: silentLog,
  });
  const rig = anApp({ clock, chance, stores, liveUpdates, live: "asking" });
  const cookie = await rig.setUp();
  let last = "";
  /** Asks as an EventSource does after its connection ended. */
  const ask = async (from = last) => {
    const answer = await rig.ask("GET", `/api/events?lastEventId=${from}`, { cookie });
    const text = await answer.text();
    last = /^id: (.*)$/m.exec(text)?.[1] ?? last;
    return [...text.matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => JSON.parse(data));
  };
  return { ...rig, cookie, ask, liveUpdates };
}

test("the first asking says to read everything, the next that nothing was missed and what changed between", async () => {
  const app = await anAskedApp();
  expect(await app.ask()).toEqual([{ of: "hello", resumed: false, againInMs: 10_000 }]);
  expect(await app.ask()).toEqual([{ of: "hello", resumed: true, againInMs: 10_000 }]);
  app.liveUpdates.publish({ of: "audio" });
  app.liveUpdates.publish({ of: "house-rules" });
  app.liveUpdates.publish({ of: "player-settings", playerId: PlayerId("y2one") });
  await app.liveUpdates.settled();
  const [, ...told] = await app.ask();
  expect(told).toEqual([
    { of: "audio" },
    { of: "house-rules" },
    { of: "player-settings", playerId: "y2one" },
  ]);
  expect(await app.ask()).toHaveLength(1);
});

test("an id that makes no sense, or none, is answered like the first", async () => {
  const app = await anAskedApp();
  for (const wrong of ["life-17", "e30", Buffer.from('{"m":1}').toString("base64url"), "%00"])
    expect((await app.ask(wrong))[0], wrong).toMatchObject({ resumed: false });
});

test("who has not signed in hears nothing", async () => {
  const app = await anAskedApp();
  expect((await app.app.request("http://localhost:8080/api/events")).status).toBe(401);
});
