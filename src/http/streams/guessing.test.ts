import { expect, test } from "vitest";
import { aSlotServer, pathOf } from "../../../test/http/a-slot-server.ts";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { seededChance } from "../../adapters/memory/chance.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";

async function aServer() {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const server = await aSlotServer({ clock });
  const stream = await server.makeStream({ title: "One", audio: [await server.add(silentMp3(10))] });
  return { ...server, clock, stream, path: pathOf(stream, "01") };
}

test("ten thousand guesses find nothing and are soon not looked up any more; who knows a secret still hears", async () => {
  await using server = await aServer();
  expect((await server.get(server.path)).status).toBe(200);
  const guess = seededChance(99);
  const statuses = new Map<number, number>();
  for (let n = 0; n < 10_000; n++) {
    const { is } = await server.slots.decide({
      ...{
        method: "GET",
        range: undefined,
        ifRange: undefined,
        ifNoneMatch: undefined,
        userAgent: undefined,
      },
      secret: guess.secret(128),
      slot: "01",
      address: "203.0.113.9",
    });
    statuses.set(
      is === "nothing-there" ? 404 : 429,
      (statuses.get(is === "nothing-there" ? 404 : 429) ?? 0) + 1,
    );
    expect(["nothing-there", "too-many-misses"]).toContain(is);
  }
  expect([statuses.get(404), statuses.get(429)]).toEqual([30, 9_970]);
  server.clock.advance(61_000);
  for (let n = 0; n < 31; n++) await (await server.get(`/s/wrong${n}/01.mp3`)).arrayBuffer();
  const slowed = await server.get("/s/wrong/01.mp3");
  expect([slowed.status, slowed.headers.get("retry-after")]).toEqual([429, "60"]);
  expect((await server.get(server.path)).status).toBe(200);
});

test("a secret that was replaced is not there at once, nor are climbing, encoded and foreign paths", async () => {
  await using server = await aServer();
  const audioId = server.stream.slots[0]?.audioId;
  const status = async (path: string) => {
    const answer = await server.get(path);
    await answer.arrayBuffer();
    return answer.status;
  };
  const secret = server.path.split("/")[2];
  for (const path of [
    `/s/${secret}/..%2f01.mp3`,
    `/s/${secret}/%2e%2e/01.mp3`,
    `/s/${secret}%2f01.mp3`,
    `/s/${secret}/01%00.mp3`,
    `/s/${secret}/99.mp3`,
    `/s/${secret}/${audioId}.mp3`,
    `/s/${server.stream.id}/01.mp3`,
    `/s/${audioId}/01.mp3`,
    `/s//01.mp3`,
  ])
    expect([path, await status(path)]).toEqual([path, 404]);
  expect(await status(server.path)).toBe(200);
  await server.asks("POST", `/api/streams/${server.stream.id}/secret`);
  expect(await status(server.path)).toBe(404);
});
