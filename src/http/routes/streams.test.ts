import { expect, test } from "vitest";
import { aSlotServer } from "../../../test/http/a-slot-server.ts";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { PlayerId, YotoAccountId } from "../../domain/ids.ts";
import type { Stream, StreamExplanation } from "../schema/stream.ts";

/** Monday, noon in London. */
const noon = Date.UTC(2026, 10, 23, 12);

async function threePieces() {
  const clock = fixedClock(noon);
  const server = await aSlotServer({ clock });
  const audio: string[] = [];
  for (const [n, title] of ["One", "Two", "Three"].entries())
    audio.push(await server.add(silentMp3(100, n), title));
  await server.stores.watchedPlayers.write(
    {
      fence: 1,
      unrecorded: [],
      unsettled: [],
      playerId: PlayerId("y2bedroom"),
      accountId: YotoAccountId("family"),
      name: "Bedroom",
      family: "v3",
      presence: { is: "online", sinceMs: 0 },
      playback: { status: "stopped" },
      status: {},
    },
    undefined,
  );
  const explain = async (stream: Stream, asked: Record<string, string> = {}) => {
    const path = `/api/streams/${stream.id}/explanation?${new URLSearchParams(asked)}`;
    return server.asks<StreamExplanation>("GET", path);
  };
  return { ...server, clock, audio, explain };
}

test("what would play now, tomorrow, or on Bedroom is told in words, with the reason", async () => {
  await using server = await threePieces();
  const [one, two, three] = server.audio;
  const list = (audio: unknown) => ({ audio: [audio] });
  const byTime = await server.makeStream({
    title: "Night",
    rule: {
      kind: "by-time",
      branches: [{ window: { from: "00:00", to: "08:00" }, plays: list(one) }],
      otherwise: list(two),
    },
  });
  expect((await server.explain(byTime)).slots[0]?.sentence).toBe(
    "Slot 01 plays “Two”, because it is 12:00 on 2026-11-23 and no other time holds; it is piece 1 of 1.",
  );
  const morning = await server.explain(byTime, { at: "tomorrow 7:30" });
  expect(morning.at).toBe("07:30 on 2026-11-24");
  expect(morning.slots[0]?.sentence).toMatch(
    /plays “One”, because it is 07:30 .* within “every day from 00:00 to 08:00”/,
  );

  const byPlayer = await server.makeStream({
    title: "Whose",
    rule: {
      kind: "by-player",
      branches: [{ players: ["y2bedroom"], plays: list(three) }],
      otherwise: list(one),
    },
  });
  const bedroom = await server.explain(byPlayer, { on: "bedroom" });
  expect(bedroom).toMatchObject({
    player: { name: "Bedroom" },
    rule: "On Bedroom: each chapter plays one of 1 piece, in order. On any other: each chapter plays one of 1 piece, in order.",
  });
  expect(bedroom.slots[0]?.sentence).toContain("“Three”, because it is Bedroom");
  expect((await server.explain(byPlayer)).slots[0]?.sentence).toContain("“One”, because no player has said");
});

test("a moment or a player that is none is refused with what to say", async () => {
  await using server = await threePieces();
  const stream = await server.makeStream({ title: "All", audio: server.audio });
  await expect(server.explain(stream, { at: "soon" })).rejects.toThrow(/400 .*tomorrow 7:30/);
  await expect(server.explain(stream, { on: "Attic" })).rejects.toThrow(/400 .*no such player/);
});

test.each([
  ["neither audio nor a rule", { title: "x" }],
  ["no pieces", { title: "x", rule: { kind: "queue", audio: [] } }],
  ["a day that is none", { title: "x", rule: { kind: "calendar", audio: ["a"], firstDate: "2026-02-30" } }],
  [
    "half a window",
    {
      title: "x",
      rule: {
        kind: "by-time",
        branches: [{ window: { from: "03:00" }, plays: { audio: ["a"] } }],
        otherwise: { audio: ["a"] },
      },
    },
  ],
  ["pieces that are not there", { title: "x", rule: { kind: "book", audio: ["nope"] } }],
])("a stream of %s is refused", async (_, wanted) => {
  await using server = await threePieces();
  await expect(server.makeStream(wanted)).rejects.toThrow(/400/);
});

test("branches that would leave chapters silent are refused with what to do", async () => {
  await using server = await threePieces();
  const rule = {
    kind: "by-time",
    branches: [{ window: {}, plays: { audio: server.audio } }],
    otherwise: { audio: server.audio.slice(1) },
  };
  await expect(server.makeStream({ title: "x", rule })).rejects.toThrow(/Give each branch as many pieces/);
});

test("a new list leaves how it is played; a rule with several lists wants the whole rule", async () => {
  await using server = await threePieces();
  const [one = "", two = ""] = server.audio;
  const queue = await server.makeStream({ title: "Q", rule: { kind: "queue", audio: [one], slots: "next" } });
  const path = `/api/streams/${queue.id}`;
  const changed = await server.asks<Stream>("PATCH", path, { audio: [two, one] });
  expect(changed.rule).toMatchObject({ kind: "queue", slots: "next", audio: [two, one] });
  const rule = {
    kind: "by-player",
    branches: [{ players: ["p"], plays: { audio: [one] } }],
    otherwise: { audio: [two] },
  };
  await server.asks<Stream>("PATCH", path, { rule });
  await expect(server.asks("PATCH", path, { audio: [one] })).rejects.toThrow(/whole rule/);
});

test("what any branch plays cannot be deleted unawares", async () => {
  await using server = await threePieces();
  const [one = "", two = "", three = ""] = server.audio;
  const rule = {
    kind: "by-player",
    branches: [{ players: ["p"], plays: { audio: [one] } }],
    otherwise: { audio: [two] },
  };
  await server.makeStream({ title: "Whose", rule });
  const status = async (id: string) =>
    (await server.ask("DELETE", `/api/audio/${id}`, { cookie: server.cookie })).status;
  expect([await status(one), await status(two), await status(three)]).toEqual([409, 409, 204]);
});

test("who saw an older stream is told that somebody changed it, and writes over it only when insisting", async () => {
  await using server = await threePieces();
  const [one, two, three] = server.audio;
  const stream = await server.makeStream({ title: "Evening", audio: [one] });
  const path = `/api/streams/${stream.id}`;
  const shown = { ifChangedAtMs: stream.changedAtMs };
  server.clock.advance(1000);
  await server.asks("PATCH", path, { audio: [two], ...shown });
  const late = await server.ask("PATCH", path, { cookie: server.cookie, json: { audio: [three], ...shown } });
  expect(late.status).toBe(409);
  expect(await late.json()).toMatchObject({ error: { code: "changed-meanwhile" } });
  const kept = await server.asks<Stream>("GET", path);
  expect(kept.pieces.map(({ id }) => id)).toEqual([two]);
  expect((await server.asks<Stream>("PATCH", path, { audio: [three] })).pieces[0]?.id).toBe(three);
});

test("a stream that somebody changed since it was shown is not deleted with what they did, unless insisted on", async () => {
  await using server = await threePieces();
  const [one, two] = server.audio;
  const stream = await server.makeStream({ title: "Evening", audio: [one] });
  const path = `/api/streams/${stream.id}`;
  server.clock.advance(1000);
  await server.asks("PATCH", path, { audio: [two] });
  const remove = (query: string) =>
    server.ask("DELETE", `${path}?force=true${query}`, { cookie: server.cookie });
  const late = await remove(`&ifChangedAtMs=${stream.changedAtMs}`);
  expect(late.status).toBe(409);
  expect(await late.json()).toMatchObject({ error: { code: "changed-meanwhile" } });
  expect((await server.asks<Stream>("GET", path)).pieces.map(({ id }) => id)).toEqual([two]);
  expect((await remove("")).status).toBe(204);
});
