import { expect, test, vi } from "vitest";
import { aWatchedFamily } from "./watched-family.ts";

vi.setConfig({ testTimeout: 60_000 });

const volumes = async (family: Awaited<ReturnType<typeof aWatchedFamily>>) =>
  (await family.told(family.player.id)).flatMap((each) => ("toSteps" in each ? [each["toSteps"]] : []));

test("a listener that is killed is replaced within 45 seconds, and the gap stands in the history", async () => {
  await using family = await aWatchedFamily();
  const other = family.listen();
  await family.time.advance(20_000);
  expect(other.board.accounts()).toEqual([]);
  family.listener.kill();
  family.player.turnVolume(-2);
  await family.when("the takeover", () => other.health(family.id)?.mqtt === "connected", 45_000);
  await family.when("the truth", family.isTrue, 2_000);
  await family.when("the turn of the knob", async () => (await family.kinds()).length === 2, 3_000);
  expect(await family.kinds()).toEqual(["gap", "volume-changed"]);
});

test("a listener that stops hands over within seconds", async () => {
  await using family = await aWatchedFamily();
  const other = family.listen();
  await family.time.advance(20_000);
  await family.listener.stop();
  await family.when("the takeover", () => other.health(family.id)?.mqtt === "connected", 12_000);
  await family.when("the truth", family.isTrue, 2_000);
});

test("a restart under the same name takes over at once", async () => {
  await using family = await aWatchedFamily();
  family.listener.kill();
  const again = family.listen({ listenerId: family.listener.listenerId });
  await family.when("the takeover", () => again.health(family.id)?.mqtt === "connected", 2_000);
});

test("a listener that comes back under its name when there are others: no account of its earlier run is left without ears", async () => {
  await using family = await aWatchedFamily();
  const { time, listener } = family;
  for (let count = 1; count < 3; count++) await family.link({ name: `Family ${count}` });
  await family.when("all three", () => listener.board.accounts().length === 3);
  const other = family.listen();
  await family.when("an even spread", () => other.board.accounts().length === 1, 40_000);
  // Two of three stand under its name, and now that the other has one, no more than one is its share.
  listener.kill();
  const again = family.listen({ listenerId: listener.listenerId });
  await time.advance(25_000);
  const heard = [...again.board.accounts(), ...other.board.accounts()].map(({ accountId }) => accountId);
  expect(new Set(heard).size).toBe(3);
});

test("a listener that has more than its share hands over while it listens: no gap, and each turn of the knob is told once", async () => {
  await using family = await aWatchedFamily();
  const { time, listener } = family;
  const second = await family.link({ name: "Kim" });
  const players = [family.player, await family.addPlayer(second.account)];
  await family.when("both", () => listener.health(second.id)?.mqtt === "connected");
  await time.advance(5_000);
  const other = family.listen();
  const turns = 20;
  for (let turn = 0; turn < turns; turn++) {
    for (const player of players) player.turnVolume(turn % 2 === 0 ? -1 : 1);
    await time.advance(2_500);
  }
  await time.advance(5_000);
  expect([listener, other].map(({ board }) => board.accounts().length)).toEqual([1, 1]);
  for (const { id } of players) {
    const told = await family.told(id);
    expect(told.map(({ kind }) => kind)).toEqual(Array.from({ length: turns }, () => "volume-changed"));
    const steps = told.flatMap((each) => ("toSteps" in each ? [each["toSteps"]] : []));
    expect(steps.filter((each, at) => each === steps[at - 1])).toEqual([]);
  }
});

test.each(["stop", "kill"] as const)(
  "a listener that ends (%s) while its connection is down: the next ones tell the gap from its beginning",
  async (how) => {
    await using family = await aWatchedFamily();
    const { yoto, time, listener, player } = family;
    yoto.faults.add({
      where: { mqtt: "connect", clientId: "YSS*" },
      what: { do: "refuse-connack", code: 3 },
      times: "always",
    });
    yoto.broker.kickAll(true);
    const lostAtMs = time.clock.nowMs();
    await time.advance(60_000);
    player.turnVolume(-2);
    await listener[how]();
    const inVain = family.listen();
    await time.advance(60_000);
    await inVain.stop();
    yoto.faults.clear();
    family.listen();
    await family.when("the truth", family.isTrue, 30_000);
    const told = () => family.told(player.id);
    await family.when("the turn of the knob", async () => (await told()).length === 2, 5_000);
    const [gap, turn] = await told();
    expect(gap).toMatchObject({ kind: "gap" });
    expect(turn).toMatchObject({ kind: "volume-changed" });
    expect(Number(gap && "fromMs" in gap && gap.fromMs)).toBeLessThanOrEqual(lostAtMs);
  },
);

test("a listener that hands over what it has not heard for some seconds without noticing: what was missed stands in a gap", async () => {
  await using family = await aWatchedFamily();
  const { yoto, time, listener } = family;
  const second = await family.link({ name: "Kim" });
  const players = [family.player, await family.addPlayer(second.account)];
  await family.when("both", () => listener.health(second.id)?.mqtt === "connected");
  await time.advance(5_000);
  const other = family.listen();
  await time.advance(3_000);
  for (const clientId of listener.clientIds) yoto.broker.freeze(clientId);
  await time.advance(1_000);
  for (const player of players) player.turnVolume(-2);
  const turnedAtMs = time.clock.nowMs();
  await family.when("an even spread", () => other.board.accounts().length === 1, 60_000);
  await time.advance(60_000);
  for (const { id } of players) {
    const [gap] = await family.told(id);
    expect(gap).toMatchObject({ kind: "gap" });
    expect(Number(gap && "fromMs" in gap && gap.fromMs)).toBeLessThanOrEqual(turnedAtMs);
  }
});

test.each(["stop", "kill"] as const)(
  "a listener that ends (%s) while its connection is open and dead: the gap begins before what was missed",
  async (how) => {
    await using family = await aWatchedFamily();
    const { yoto, time, listener, player } = family;
    yoto.broker.freeze(listener.clientIds[0] ?? "");
    await time.advance(500);
    player.turnVolume(-2);
    const turnedAtMs = time.clock.nowMs();
    // Time for a beat, and not for the heartbeat that would notice.
    await time.advance(how === "kill" ? 13_000 : 2_000);
    await listener[how]();
    family.listen({ listenerId: listener.listenerId });
    await family.when("the truth", family.isTrue, 60_000);
    await time.advance(10_000);
    const [gap] = await family.told(player.id);
    expect(gap).toMatchObject({ kind: "gap" });
    expect(Number(gap && "fromMs" in gap && gap.fromMs)).toBeLessThanOrEqual(turnedAtMs);
  },
);

test("a connection that is lost again at once: its gap goes on until the next one", async () => {
  await using family = await aWatchedFamily();
  const { yoto, time, player } = family;
  const refuse = () =>
    yoto.faults.add({
      where: { mqtt: "connect", clientId: "YSS*" },
      what: { do: "refuse-connack", code: 3 },
      times: "always",
    });
  const isListening = () =>
    yoto.broker.connections().some(({ is, topics }) => is === "client" && topics.length > 0);
  // A player that is away cannot end the gap by speaking.
  player.loseWifi();
  await time.advance(20_000);
  refuse();
  yoto.broker.kickAll(true);
  await time.advance(20_000);
  yoto.faults.clear();
  await family.when("a connection", isListening);
  refuse();
  yoto.broker.kickAll(true);
  const lostAgainAtMs = time.clock.nowMs();
  await time.advance(60_000);
  yoto.faults.clear();
  await family.when("another connection", isListening, 90_000);
  await time.advance(5_000);
  const gaps = (await family.told(player.id)).flatMap((each) =>
    "untilMs" in each ? [Number(each.untilMs)] : [],
  );
  expect(gaps).toHaveLength(1);
  expect(gaps[0]).toBeGreaterThan(lostAgainAtMs + 60_000);
});

test("two listeners that both think they hold the account: nothing is told twice, and the older one is fenced off", async () => {
  await using family = await aWatchedFamily();
  const { time, player, listener } = family;
  // The first sleeps through its beats as far as the board knows, but goes on listening and writing.
  const { shares } = family;
  await listener.stop();
  const oversleeping = family.listen({ shares: { ...shares, beat: () => new Promise(() => {}) } });
  await family.when("the first", () => oversleeping.health(family.id)?.mqtt === "connected");
  const other = family.listen();
  player.insertCard(family.card(family.account));
  // Further apart than one turn of the knob.
  for (let turn = 0; turn < 60; turn++) {
    player.turnVolume(turn % 2 === 0 ? -1 : 1);
    await time.advance(2_500);
  }
  expect(other.health(family.id)?.mqtt).toBe("connected");
  expect(oversleeping.board.accounts()).toEqual([]);
  const told = await volumes(family);
  // Alternately down and up: two alike in a row would be one turn told twice, or one lost outside a gap.
  const doubled = told.filter((steps, at) => at > 0 && steps === told[at - 1]);
  expect(doubled).toEqual([]);
  expect(told.length).toBeGreaterThanOrEqual(54);
  expect((await family.kinds()).filter((kind) => kind === "card-inserted")).toHaveLength(1);
  expect(await family.differences()).toEqual([]);
  expect(family.log.lines.some((line) => line.startsWith("account-fenced-off"))).toBe(true);
});

test("killed between the state and the history: the next one writes the history, once", async () => {
  await using family = await aWatchedFamily();
  const { player, listener, time } = family;
  listener.dieAfter(
    (item) => item.sk.startsWith("PLAYER#") && JSON.stringify(item.data).includes("volume-changed"),
  );
  player.turnVolume(-1);
  await time.advance(2_000);
  expect(await volumes(family)).toEqual([]);
  listener.kill();
  const again = family.listen({ listenerId: listener.listenerId });
  await family.when("the takeover", () => again.health(family.id)?.mqtt === "connected", 2_000);
  await family.when("the entry", async () => (await volumes(family)).length > 0, 2_000);
  await time.advance(10_000);
  expect(await volumes(family)).toHaveLength(1);
});

test("killed between the history and the next write: nothing is told twice", async () => {
  await using family = await aWatchedFamily();
  const { player, listener, time } = family;
  listener.dieAfter((item) => item.sk.startsWith("EVENT#"));
  player.turnVolume(-1);
  await time.advance(2_000);
  listener.kill();
  const again = family.listen({ listenerId: listener.listenerId });
  await family.when("the takeover", () => again.health(family.id)?.mqtt === "connected", 2_000);
  await time.advance(10_000);
  expect(await volumes(family)).toHaveLength(1);
});

test("a listener beats less often while it is alone; nobody who comes takes it for dead, and takes over without a gap", async () => {
  await using family = await aWatchedFamily();
  const { time, player } = family;
  await family.link({ name: "Kim" });
  await family.listener.stop();
  const rare = { beatAloneEveryMs: 30_000 };
  const alone = family.listen(rare);
  await family.when("both", () => alone.board.accounts().length === 2);
  const beats = async () =>
    (await family.shares.read()).members.find(({ value }) => value.id === alone.listenerId)?.version ?? 0;
  const before = await beats();
  await time.advance(300_000);
  expect((await beats()) - before).toBe(10);
  // Just before its next beat would be due.
  await time.advance(28_000);
  const gapsBefore = (await family.kinds()).filter((kind) => kind === "gap").length;
  const other = family.listen(rare);
  for (let turn = 0; turn < 24; turn++) {
    player.turnVolume(turn % 2 === 0 ? -1 : 1);
    await time.advance(2_500);
  }
  expect([alone, other].map(({ board }) => board.accounts().length)).toEqual([1, 1]);
  expect(await volumes(family)).toHaveLength(24);
  expect((await family.kinds()).filter((kind) => kind === "gap")).toHaveLength(gapsBefore);
  expect(family.log.lines.some((line) => /listener-(buried|declared-dead)/.test(line))).toBe(false);
});

test("a listener that was alone and is killed is replaced within 45 seconds by one that comes then", async () => {
  await using family = await aWatchedFamily();
  await family.listener.stop();
  const alone = family.listen({ beatAloneEveryMs: 30_000 });
  await alone.connected(family.id);
  await family.time.advance(100_000);
  alone.kill();
  const killedAtMs = family.clock.nowMs();
  family.player.turnVolume(-2);
  const other = family.listen();
  await family.when("the takeover", () => other.health(family.id)?.mqtt === "connected", 45_000);
  const gaps = async () =>
    (await family.told(family.player.id)).flatMap((each) => ("fromMs" in each ? [Number(each.fromMs)] : []));
  // The first is from the stop before.
  await family.when("the gap", async () => (await gaps()).length === 2, 5_000);
  const fromMs = (await gaps())[1];
  expect(fromMs).toBeLessThanOrEqual(killedAtMs);
  expect(fromMs).toBeGreaterThan(killedAtMs - 32_000);
});

test("accounts are spread evenly over listeners that come and go", async () => {
  await using family = await aWatchedFamily();
  const { time } = family;
  for (let count = 1; count < 6; count++) await family.link({ name: `Family ${count}` });
  const second = family.listen();
  const third = family.listen();
  await time.advance(40_000);
  const counts = () => [family.listener, second, third].map(({ board }) => board.accounts().length);
  expect(counts()).toEqual([2, 2, 2]);
  third.kill();
  await time.advance(60_000);
  expect([family.listener, second].map(({ board }) => board.accounts().length)).toEqual([3, 3]);
  const clients = family.yoto.broker.connections().filter(({ is }) => is === "client");
  expect(new Set(clients.map(({ sub }) => sub)).size).toBe(6);
});

test("our wall clock set forward and back by hours: heartbeats and beats go on", async () => {
  await using family = await aWatchedFamily();
  const { time, player, listener, id } = family;
  for (const jumpMs of [7_200_000, -10_800_000, 3_600_000]) {
    time.jump(jumpMs);
    await time.advance(400_000);
    player.turnVolume(-1);
    await family.when(
      "the volume",
      async () => (await family.now()).volumeSteps === player.state().volume,
      2_000,
    );
    expect(listener.health(id)?.mqtt).toBe("connected");
  }
});

test("a clock set forward by hours makes nobody dead: two listeners go on, without a gap", async () => {
  await using family = await aWatchedFamily();
  const { time, player } = family;
  const other = family.listen();
  await family.link({ name: "Kim" });
  await family.when("an even spread", () => other.board.accounts().length === 1, 60_000);
  for (let jump = 0; jump < 5; jump++) {
    await time.advance(11_700);
    time.jump(7_200_000);
  }
  await time.advance(30_000);
  expect(family.log.lines.filter((line) => /buried|declared-dead/.test(line))).toEqual([]);
  expect((await family.told(player.id)).filter(({ kind }) => kind === "gap")).toEqual([]);
});

test("told to stop: done within ten seconds, whatever hangs", async () => {
  await using family = await aWatchedFamily();
  const { yoto, listener, player, time } = family;
  player.insertCard(family.card(family.account));
  await time.advance(100);
  yoto.faults.add({ where: { path: "/device-v2/**" }, what: { do: "hang" }, times: "always" });
  yoto.faults.add({ where: { mqtt: "publish", clientId: "YSS*" }, what: { do: "hang" }, times: "always" });
  await family.order(player.id, { do: "pause" });
  const fromMs = time.clock.nowMs();
  await listener.stop();
  expect(time.clock.nowMs() - fromMs).toBeLessThanOrEqual(10_000);
  expect((await family.now()).playback.status).toBe("playing");
});

test("what was said before the stop is stored by its end", async () => {
  await using family = await aWatchedFamily();
  const { listener, player, time } = family;
  player.insertCard(family.card(family.account));
  await time.advance(7_000);
  await listener.stop();
  expect((await family.now()).playback).toMatchObject({ status: "playing", track: { key: "01" } });
  expect(await family.kinds()).toContain("card-inserted");
});
