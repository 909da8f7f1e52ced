import { expect, test } from "vitest";
import { slotAtEdge } from "../../../test/emulators/edge.ts";
import { startKeyValues } from "../../../test/emulators/key-values.ts";
import { aSlotServer, pathOf } from "../../../test/http/a-slot-server.ts";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { createKeyValueEdge } from "../../adapters/aws/cloudfront/key-value-edge.ts";
import { seededChance } from "../../adapters/memory/chance.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createRecordingLog } from "../../adapters/memory/log.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import { newKeyRing } from "../../adapters/secrets/key-ring.ts";
import { createSecrets } from "../../adapters/secrets/secrets.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { StreamId, StreamSecret } from "../../domain/ids.ts";
import { createStores } from "../../main/create-stores.ts";
import { grantOf } from "../../usecases/streams/grant-of.ts";
import { createSlotsAtEdge, type SlotsAnswered } from "../../usecases/streams/slots-at-edge.ts";
import { streamsToldToEdge } from "../../usecases/streams/streams-told-to-edge.ts";
import type { Stream } from "../schema/stream.ts";

/** Monday, noon in London. */
const noon = Date.UTC(2026, 10, 23, 12);
const hourMs = 3_600_000;

/** A server with an edge in front that knows what it is told, and three recordings. */
async function behindAnEdge(which: SlotsAnswered = "fixed") {
  const clock = fixedClock(noon);
  const chance = seededChance(7);
  const log = createRecordingLog();
  const opened = new AsyncDisposableStack();
  const store = opened.use(await startKeyValues());
  const ring = newKeyRing();
  const secrets = createSecrets({ ring: () => ring, reload: async () => ring });
  const stores = createStores({ table: createMemoryTable(clock), secrets, clock, chance });
  const edge = createKeyValueEdge({
    storeArn: "arn:aws:cloudfront::123456789012:key-value-store/one",
    credentials: async () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI" }),
    clock: systemClock(),
    chance,
    endpoint: store.endpoint,
  });
  const atEdge = createSlotsAtEdge({ ...stores, edge, which, clock, log });
  const server = opened.use(
    await aSlotServer({ clock, chance, stores, slotsAtEdge: atEdge, edgeAnswers: which }),
  );
  const audio: string[] = [];
  for (const [n, title] of ["One", "Two", "Three"].entries())
    audio.push(await server.add(silentMp3(100, n), title));
  const ask = slotAtEdge(store.get, clock.nowMs);
  return {
    ...server,
    audio: audio as [string, string, string],
    clock,
    store,
    atEdge,
    edgeLog: log,
    /** Which recording the edge gives without asking us; `undefined`: it asks. */
    edgeGives: async (stream: Stream, slot: string) => {
      const said = await ask(pathOf(stream, slot));
      return "origin" in said ? /^\/audio\/(.*)\.mp3$/.exec(said.uri)?.[1] : undefined;
    },
    change: (stream: Stream, change: object) =>
      server.asks<Stream>("PATCH", `/api/streams/${stream.id}`, change),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

test("a stream that plays the same to everybody is answered at the edge from the moment it is made, and says so", async () => {
  await using world = await behindAnEdge();
  const [one, two] = world.audio;
  const stream = await world.makeStream({ title: "Both", audio: [one, two] });
  expect(await world.edgeGives(stream, "01")).toBe(one);
  expect(await world.edgeGives(stream, "02")).toBe(two);
  expect(stream.slots.map(({ atEdge }) => atEdge)).toEqual([true, true]);
  const next = await world.makeStream({
    title: "Next",
    rule: { kind: "queue", audio: [one, two], slots: "next" },
  });
  expect(await world.edgeGives(next, "01")).toBeUndefined();
  expect(next.slots[0]?.atEdge).toBe(false);
});

test("an edited stream plays what it says now, by us at first and at the edge once nobody can be in the middle of what was before", async () => {
  await using world = await behindAnEdge();
  const [one, two, three] = world.audio;
  const stream = await world.makeStream({ title: "Both", audio: [one, two] });
  world.clock.advance(hourMs);
  await world.change(stream, { audio: [one, three] });
  expect(await world.edgeGives(stream, "01")).toBe(one);
  expect(await world.edgeGives(stream, "02")).toBeUndefined();

  const hears = async (userAgent: string, range?: string) => {
    const headers = { "user-agent": userAgent, ...(range !== undefined && { range }) };
    const bytes = new Uint8Array(await (await world.get(pathOf(stream, "02"), { headers })).arrayBuffer());
    return ["one", "two", "three"][bytes[bytes.length - 417 + 100] ?? -1];
  };
  expect(await hears("in the middle of it", "bytes=417-")).toBe("two");
  expect(await hears("begins now")).toBe("three");
  expect(await hears("begins now", "bytes=417-")).toBe("three");
  expect(await hears("in the middle of it", "bytes=834-")).toBe("two");

  await world.atEdge.tellAll();
  expect(await world.edgeGives(stream, "02")).toBeUndefined();
  world.clock.advance(3 * hourMs);
  await world.atEdge.tellAll();
  expect(await world.edgeGives(stream, "02")).toBe(three);
  expect(await hears("comes much later", "bytes=417-")).toBe("three");
});

test("a stream that begins to depend on something is asked of us again", async () => {
  await using world = await behindAnEdge();
  const [one, two] = world.audio;
  const stream = await world.makeStream({ title: "Both", audio: [one, two] });
  await world.change(stream, { audio: [one] });
  expect(await world.edgeGives(stream, "02")).toBeUndefined();
  await world.change(stream, { ending: { window: { from: "19:00", to: "07:00" }, minutes: 10 } });
  expect(await world.edgeGives(stream, "01")).toBeUndefined();
  expect(world.store.all()).toEqual({});
});

test("a change that leaves every answer as it is costs nothing at the edge", async () => {
  await using world = await behindAnEdge();
  const stream = await world.makeStream({ title: "Both", audio: world.audio });
  const before = world.store.calls.length;
  await world.change(stream, { title: "All three" });
  await world.atEdge.tellAll();
  expect(world.store.calls.length).toBe(before);
});

test("a new secret is answered, the old one is not, and a deleted stream is not either", async () => {
  await using world = await behindAnEdge();
  const [one] = world.audio;
  const stream = await world.makeStream({ title: "One", audio: [one] });
  const renewed = await world.asks<Stream>("POST", `/api/streams/${stream.id}/secret`);
  expect(await world.edgeGives(stream, "01")).toBeUndefined();
  expect((await world.get(pathOf(stream, "01"))).status).toBe(404);
  expect(await world.edgeGives(renewed, "01")).toBe(one);
  const deleted = await world.ask("DELETE", `/api/streams/${stream.id}`, { cookie: world.cookie });
  expect(deleted.status).toBe(204);
  expect(await world.edgeGives(renewed, "01")).toBeUndefined();
  expect(Object.keys(world.store.all()).filter((key) => !key.startsWith("gone:"))).toEqual([]);
  expect(await world.stores.edgeSlots.get(StreamId(stream.id))).toBeUndefined();
});

test("who dies while a secret is renewed leaves the old one working or the new one, and the old one is silenced in the end", async () => {
  await using world = await behindAnEdge();
  const stream = await world.makeStream({ title: "One", audio: [world.audio[0]] });
  const found = await world.stores.streams.get(StreamId(stream.id));
  if (found === undefined) throw new Error("it was made");
  const grant = `gone:${grantOf(found.value.secret)}`;
  const secret = StreamSecret("a-new-secret-that-nobody-knows");
  const renew = (atEdge: Partial<typeof world.atEdge>, inner: Partial<typeof world.stores.streams>) =>
    streamsToldToEdge({ ...world.stores.streams, ...inner }, { ...world.atEdge, ...atEdge })
      .save({ ...found.value, secret }, found.version)
      .catch((error: Error) => error.message);
  const killed = async () => {
    throw new Error("killed");
  };

  expect(await renew({}, { save: killed })).toBe("killed");
  expect(world.store.all()).not.toHaveProperty(grant);
  expect((await world.get(pathOf(stream, "01"))).status).toBe(200);

  expect(await renew({ silence: killed }, {})).toBe("killed");
  // The next process remembers nothing.
  world.slots.forget();
  const renewed = await world.asks<Stream>("GET", `/api/streams/${stream.id}`);
  expect((await world.get(pathOf(renewed, "01"))).status).toBe(200);
  expect((await world.get(pathOf(stream, "01"))).status).toBe(404);
  expect(world.store.all()).not.toHaveProperty(grant);
  await world.atEdge.tellAll();
  expect(world.store.all()).toHaveProperty(grant);
  expect((await world.stores.streams.get(StreamId(stream.id)))?.value.silenced).toBeUndefined();
});

test("a recording in the trash is played by nobody, and by all again once it is taken out", async () => {
  await using world = await behindAnEdge();
  const [one, two] = world.audio;
  const stream = await world.makeStream({ title: "Both", audio: [one, two] });
  const trashed = await world.ask("DELETE", `/api/audio/${two}?force=true`, { cookie: world.cookie });
  expect(trashed.ok).toBe(true);
  expect(await world.edgeGives(stream, "01")).toBe(one);
  expect(await world.edgeGives(stream, "02")).toBeUndefined();
  await world.atEdge.tellAll();
  expect(await world.edgeGives(stream, "02")).toBeUndefined();
  const restored = await world.ask("POST", "/api/audio/trash/restore", {
    cookie: world.cookie,
    json: { ids: [two] },
  });
  expect(restored.ok).toBe(true);
  await world.atEdge.tellAll();
  expect(await world.edgeGives(stream, "02")).toBe(two);
});

test("while the edge cannot be reached nothing changes that it would get wrong; a new stream is made and told later", async () => {
  await using world = await behindAnEdge();
  const [one, two] = world.audio;
  const stream = await world.makeStream({ title: "One", audio: [one] });
  world.store.breakDown(true);
  const refused = await world.ask("PATCH", `/api/streams/${stream.id}`, {
    cookie: world.cookie,
    json: { audio: [two] },
  });
  expect(refused.status).toBe(503);
  const now = await world.asks<Stream>("GET", `/api/streams/${stream.id}`);
  expect(now.slots[0]?.audioId).toBe(one);
  const fresh = await world.makeStream({ title: "Two", audio: [two] });
  expect(world.edgeLog.lines.map(({ fact }) => fact)).toContain("edge-not-told");
  world.store.breakDown(false);
  await world.atEdge.tellAll();
  expect(await world.edgeGives(fresh, "01")).toBe(two);
  expect(await world.edgeGives(stream, "01")).toBe(one);
});

test("who was killed between telling the edge and writing that down leaves nothing wrong: the next one tells it again", async () => {
  await using world = await behindAnEdge();
  const [one, two] = world.audio;
  const stream = await world.makeStream({ title: "Both", audio: [one, two] });
  const found = await world.stores.edgeSlots.get(StreamId(stream.id));
  const [name = ""] = Object.keys(found?.value.slots ?? {});
  // As it stands then: the edge says another recording, or perhaps nothing.
  if (found) await world.stores.edgeSlots.save({ ...found.value, slots: { [name]: null } }, found.version);
  world.store.put(`slot:${name}`, "audio/old.mp3");
  expect(await world.edgeGives(stream, "01")).toBe("old");
  await world.atEdge.tellAll();
  expect(await world.edgeGives(stream, "01")).toBe(one);
  expect(await world.edgeGives(stream, "02")).toBe(two);
});

test("another edge than the one that was told is told everything", async () => {
  await using world = await behindAnEdge();
  const stream = await world.makeStream({ title: "One", audio: world.audio });
  const found = await world.stores.edgeSlots.get(StreamId(stream.id));
  if (found) await world.stores.edgeSlots.save({ ...found.value, edgeId: "the one before" }, found.version);
  const before = world.store.calls.length;
  await world.atEdge.tellAll();
  expect(world.store.calls.slice(before)).toEqual(["POST"]);
  expect((await world.stores.edgeSlots.get(StreamId(stream.id)))?.value.edgeId).not.toBe("the one before");
});

test("what the clock decides is answered where it is wished for, and no longer than somebody may still be listening then", async () => {
  await using world = await behindAnEdge("timed");
  const [one, two] = world.audio;
  const stream = await world.makeStream({ title: "Night", rule: nightRule(one, two) });
  expect(await world.edgeGives(stream, "01")).toBe(one);
  const whatThereIs = async () => {
    await world.atEdge.tellAll();
    return world.edgeGives(stream, "01");
  };
  world.clock.advance(6 * hourMs); // 18:00, and the piece with an hour's pause would end after 19:00
  expect(await world.edgeGives(stream, "01")).toBeUndefined();
  expect(await whatThereIs()).toBeUndefined();
  world.clock.advance(2 * hourMs); // 20:00, and somebody may still be hearing what they began before 19:00
  expect(await whatThereIs()).toBeUndefined();
  world.clock.advance(2 * hourMs);
  expect(await whatThereIs()).toBe(two);
});

test("what the clock decides is asked of us where nobody wished otherwise", async () => {
  await using world = await behindAnEdge("fixed");
  const [one, two] = world.audio;
  const stream = await world.makeStream({ title: "Night", rule: nightRule(one, two) });
  expect(await world.edgeGives(stream, "01")).toBeUndefined();
  expect(stream.slots[0]?.atEdge).toBe(false);
});

const nightRule = (day: string, night: string) => ({
  kind: "by-time",
  branches: [{ window: { from: "19:00", to: "07:00" }, plays: { audio: [night] } }],
  otherwise: { audio: [day] },
});
