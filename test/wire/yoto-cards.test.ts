import { expect, test } from "vitest";
import { YotoCardId } from "../../src/domain/ids.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import type { HttpFault } from "../../src/simulator/faults.ts";
import { createYotoCard } from "../../src/usecases/cards/create-yoto-card.ts";
import { previewYotoCard, updateYotoCard } from "../../src/usecases/cards/update-yoto-card.ts";
import { failureOf, startPretendWorld } from "./pretend-world.ts";

const cardOf = (title: string, url = "https://stories.example.org/s/SECRET/01.mp3"): JsonObject => ({
  title,
  future: { field: 1 },
  content: {
    version: "1",
    chapters: [
      {
        key: "01",
        title: "One",
        beta: true,
        tracks: [{ key: "01", title: "One", type: "stream", format: "mp3", trackUrl: url, ambient: null }],
      },
    ],
  },
});

async function startCards() {
  const world = await startPretendWorld();
  const { accessToken } = await world.link();
  const backups: JsonObject[] = [];
  const deps = {
    yoto: world.cloud,
    withToken: <Answer>(call: (token: string) => Promise<Answer>) => call(accessToken),
    clock: world.clock,
    keepBackup: async (_id: YotoCardId, before: JsonObject) => void backups.push(before),
  };
  return { ...world, deps, backups, mine: () => world.cloud.cards(accessToken) };
}

test.each<[string, HttpFault]>([
  ["a lost answer", { do: "lost-response" }],
  ["a truncated answer", { do: "truncated" }],
  ["an answer that is no JSON", { do: "invalid-json" }],
  ["an error 503 that lies", { do: "status", status: 503, afterWork: true }],
])("after %s to a create the card that came about is found, and there is only one", async (_what, fault) => {
  await using world = await startCards();
  await createYotoCard(world.deps, cardOf("Same title", "https://stories.example.org/s/OTHER/01.mp3"));
  world.yoto.faults.add({ where: { method: "POST", path: "/content" }, what: fault });
  const { yotoCardId, card } = await createYotoCard(world.deps, cardOf("Same title"));
  expect(card["future"]).toEqual({ field: 1 });
  const mine = await world.mine();
  expect(mine).toHaveLength(2);
  expect(mine.map((each) => each.yotoCardId)).toContain(yotoCardId);
});

test("a create that failed without effect is made again, once Yoto was looked through in vain", async () => {
  await using world = await startCards();
  world.yoto.faults.add({ where: { method: "POST", path: "/content" }, what: { do: "status", status: 502 } });
  await createYotoCard(world.deps, cardOf("New"));
  expect(await world.mine()).toHaveLength(1);
  expect(world.requests("POST", "/content")).toHaveLength(2);
  expect(world.slept).toEqual([1_000, 3_000, 8_000]);
});

test("a card that was there before is never taken for the one that was created", async () => {
  await using world = await startCards();
  const old = await createYotoCard(world.deps, cardOf("Twin"));
  world.yoto.faults.add({ where: { method: "POST", path: "/content" }, what: { do: "status", status: 502 } });
  const { yotoCardId } = await createYotoCard(world.deps, cardOf("Twin"));
  expect(yotoCardId).not.toBe(old.yotoCardId);
  expect(await world.mine()).toHaveLength(2);
});

test("when even looking is impossible, the error says that the card may exist", async () => {
  await using world = await startCards();
  world.yoto.faults.add({ where: { method: "POST", path: "/content" }, what: { do: "lost-response" } });
  const creating = createYotoCard(
    {
      ...world.deps,
      yoto: {
        ...world.cloud,
        writeCard: async (...call) => {
          world.yoto.faults.add({ where: { path: "/content/mine" }, what: { do: "drop" }, times: "always" });
          return world.cloud.writeCard(...call);
        },
      },
    },
    cardOf("Unknown"),
  );
  expect(await failureOf(creating)).toMatchObject({ kind: "unavailable", answerLost: true });
});

test("a refusal of a create is told at once", async () => {
  await using world = await startCards();
  expect(await failureOf(createYotoCard(world.deps, { title: "No content" }))).toMatchObject({
    kind: "rejected",
  });
  expect(world.requests("POST", "/content")).toHaveLength(1);
});

test("an update shows what changes, keeps the card as it was and loses no field", async () => {
  await using world = await startCards();
  const { yotoCardId } = await createYotoCard(world.deps, cardOf("Before"));
  const wanted = { title: "After", content: { chapters: [{ key: "01", title: "First" }] } };
  const preview = await previewYotoCard(world.deps, yotoCardId, wanted);
  expect(preview?.changes).toEqual([
    { path: "title", before: "Before", after: "After" },
    { path: "content.chapters[0].title", before: "One", after: "First" },
  ]);
  const updated = await updateYotoCard(world.deps, yotoCardId, wanted);
  expect(updated).toMatchObject({
    ok: true,
    after: {
      title: "After",
      future: { field: 1 },
      content: { chapters: [{ title: "First", beta: true, tracks: [{ ambient: null }] }] },
    },
  });
  expect(world.backups).toMatchObject([{ title: "Before" }]);
  expect(await world.mine()).toHaveLength(1);
});

test("an update that changes nothing writes nothing", async () => {
  await using world = await startCards();
  const { yotoCardId } = await createYotoCard(world.deps, cardOf("Same"));
  expect(await updateYotoCard(world.deps, yotoCardId, { title: "Same" })).toMatchObject({
    ok: true,
    changes: [],
  });
  expect(world.requests("POST", "/content")).toHaveLength(1);
  expect(world.backups).toEqual([]);
});

test("a card that was changed after it was shown is not written over", async () => {
  await using world = await startCards();
  const { yotoCardId } = await createYotoCard(world.deps, cardOf("Shown"));
  const result = await updateYotoCard(world.deps, yotoCardId, { title: "Mine" }, "2020-01-01T00:00:00.000Z");
  expect(result).toMatchObject({
    ok: false,
    why: "changed-meanwhile",
    update: { before: { title: "Shown" } },
  });
  expect((await world.mine())[0]?.title).toBe("Shown");
});

test("nothing is written when the backup fails", async () => {
  await using world = await startCards();
  const { yotoCardId } = await createYotoCard(world.deps, cardOf("Safe"));
  const deps = { ...world.deps, keepBackup: async () => Promise.reject(new Error("disk full")) };
  expect(await failureOf(updateYotoCard(deps, yotoCardId, { title: "Lost" }))).toMatchObject({
    message: "disk full",
  });
  expect((await world.mine())[0]?.title).toBe("Safe");
});

test("an update whose answer is lost is written once more, onto the same card", async () => {
  await using world = await startCards();
  const { yotoCardId } = await createYotoCard(world.deps, cardOf("Before"));
  world.yoto.faults.add({ where: { method: "POST", path: "/content" }, what: { do: "lost-response" } });
  expect(await updateYotoCard(world.deps, yotoCardId, { title: "After" })).toMatchObject({ ok: true });
  expect(await world.mine()).toMatchObject([{ yotoCardId, title: "After" }]);
});

test("a card that is not there cannot be updated", async () => {
  await using world = await startCards();
  expect(await updateYotoCard(world.deps, YotoCardId("nope1"), { title: "x" })).toEqual({
    ok: false,
    why: "unknown-card",
  });
});
