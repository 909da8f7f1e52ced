import { expect, test, vi } from "vitest";
import { until } from "./linked-world.ts";
import { startListeningWorld } from "./listening-world.ts";

vi.setConfig({ testTimeout: 30_000 });

test("a card put in shows in the state and in the history, its removal too", async () => {
  await using world = await startListeningWorld();
  const { id, account } = await world.link();
  const player = await world.addPlayer(account);
  const cardId = world.card(account);
  const listener = world.listen();
  await listener.connected(id);
  await until("the idle state", async () => (await world.state(player.id))?.volumeSteps === 6);

  player.insertCard(cardId);
  const playing = await until("playing", async () => {
    const state = await world.state(player.id);
    return state?.playback.status === "playing" && state;
  });
  expect(playing).toMatchObject({
    name: "Kitchen",
    family: "v3",
    presence: { is: "online" },
    playback: { cardId, source: "card", chapter: { key: "01" }, track: { key: "01", title: "Track 01" } },
    status: { productType: "v3" },
  });
  player.removeCard();
  await until("stopped", async () => (await world.state(player.id))?.playback.status === "stopped");
  await until("the history", async () =>
    (await world.told(player.id)).some(({ kind }) => kind === "card-removed"),
  );
  expect((await world.told(player.id)).filter(({ kind }) => kind.startsWith("card-"))).toMatchObject([
    { kind: "card-inserted", cardId, chapterKey: "01", trackKey: "01" },
    { kind: "card-removed", cardId },
  ]);
  expect(world.updates).toContainEqual({ of: "player", playerId: player.id });
});

test("an order is sent, acknowledged, seen to take effect, and not mistaken for the child's doing", async () => {
  await using world = await startListeningWorld();
  const { id, account } = await world.link();
  const player = await world.addPlayer(account);
  const listener = world.listen();
  await listener.connected(id);
  player.insertCard(world.card(account));
  await until("playing", async () => (await world.state(player.id))?.playback.status === "playing");
  const order = await world.order(player.id, { do: "set-volume", percent: 50 });
  await until("the effect", async () => (await world.outcome(order)) === "took-effect");
  expect((await world.state(player.id))?.volumeSteps).toBe(8);
  player.turnVolume(-1);
  await until("the child's turn", async () => (await world.state(player.id))?.volumeSteps === 7);
  const told = async () =>
    (await world.told(player.id)).filter(({ kind }) => kind === "volume-changed" || kind === "order-settled");
  await until("the history", async () => (await told()).length === 3);
  expect(await told()).toMatchObject([
    { kind: "volume-changed", fromSteps: 6, toSteps: 8, orderId: order.id },
    { kind: "order-settled", do: "set-volume", outcome: "took-effect", orderId: order.id },
    { kind: "volume-changed", fromSteps: 8, toSteps: 7 },
  ]);
  expect((await told()).at(-1)).not.toHaveProperty("orderId");
});

test("health tells linked, connected, last event and what is being done", async () => {
  await using world = await startListeningWorld();
  const { id, account } = await world.link();
  await world.addPlayer(account);
  const listener = world.listen();
  await listener.connected(id);
  const health = await until("an event", () => {
    const now = listener.health(id);
    return now?.lastEventAtMs !== undefined && now.players === 1 && now;
  });
  expect(health).toMatchObject({
    linked: "linked",
    mqtt: "connected",
    doing: "Listening",
    listener: "listener-1",
  });
  await until("the stored health", async () => (await world.healths.get(id))?.mqtt === "connected");
});

test("families are called as Yoto knows them, one that does not let us ask keeps none from being heard", async () => {
  await using world = await startListeningWorld();
  const { id, account } = await world.link({ name: "Robin" });
  const other = await world.link({ name: "Kim" });
  const family = "/user/family";
  world.yoto.faults.add({ where: { path: family }, what: { do: "status", status: 503 }, times: "always" });
  const listener = world.listen();
  await listener.connected(other.id);
  const label = async (of: typeof id) => (await world.accounts.get(of))?.value.label;
  expect(await label(id)).toBeUndefined();
  world.yoto.faults.clear();
  await listener.stop();
  const next = world.listen();
  await until("their names", async () => (await label(id)) === account.email && (await label(other.id)));
  expect(await label(other.id)).toBe(other.account.email);
  await next.stop();
  const asked = world.yoto.journal.entries().filter((each) => each.kind === "http" && each.url === family);
  await world.listen().connected(id);
  expect(
    world.yoto.journal.entries().filter((each) => each.kind === "http" && each.url === family),
  ).toHaveLength(asked.length);
});
