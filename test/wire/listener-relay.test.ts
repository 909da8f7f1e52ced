import { expect, test, vi } from "vitest";
import { beatEveryMs } from "../../src/listener/membership.ts";
import { relayLine } from "./relay-line.ts";
import { aWatchedFamily } from "./watched-family.ts";

vi.setConfig({ testTimeout: 120_000 });

/** A generation lives two minutes instead of fourteen; somebody looks every twenty seconds instead of every minute. */
const times = { relievedFromMs: 70_000, endAfterMs: 125_000 };
const lookEveryMs = 20_000;

/** A family whose listener is a relay: whoever looks and finds nobody listens. */
async function aRelayedFamily() {
  const family = await aWatchedFamily();
  await family.listener.stop();
  // As many as make a connection's fifty topics full.
  for (let more = 0; more < 11; more++)
    family.yoto.devices.add({ familyId: family.account.familyId, model: "v3", name: `Cupboard ${more}` });
  const line = relayLine(family, { time: family.time, times, lookEveryMs });
  const gaps = async () => (await family.kinds()).filter((kind) => kind === "gap").length;
  const volumes = async () =>
    (await family.told(family.player.id)).flatMap((each) => ("toSteps" in each ? [each["toSteps"]] : []));
  return {
    ...family,
    ...line,
    gaps,
    volumes,
    [Symbol.asyncDispose]: family[Symbol.asyncDispose],
  };
}

test("generations relieve each other without losing or doubling a turn of the knob", async () => {
  await using family = await aRelayedFamily();
  await family.advance(10_000);
  // From the listener that was there before the relay to its first generation.
  const gapsBefore = await family.gaps();
  const turns = 160;
  for (let turn = 0; turn < turns; turn++) {
    family.player.turnVolume(turn % 2 === 0 ? -1 : 1);
    await family.advance(2_500);
  }
  await family.advance(5_000);
  expect(family.ends.filter((end) => end === "relieved").length).toBeGreaterThanOrEqual(3);
  const told = await family.volumes();
  expect(told.filter((steps, at) => at > 0 && steps === told[at - 1])).toEqual([]);
  expect(told).toHaveLength(turns);
  expect(await family.gaps()).toBe(gapsBefore);
  expect(await family.differences()).toEqual([]);
});

test("a generation that is killed is replaced by the first look that misses its beat, and the gap stands in the history", async () => {
  await using family = await aRelayedFamily();
  await family.advance(30_000);
  const gapsBefore = await family.gaps();
  family.kill();
  const killedAtMs = family.clock.nowMs();
  family.player.turnVolume(-2);
  let waitedMs = 0;
  while (!(await family.isTrue()) && waitedMs < 120_000) {
    await family.advance(500);
    waitedMs += 500;
  }
  // A look that finds the last beat still fresh, and one more.
  expect(family.clock.nowMs() - killedAtMs).toBeLessThanOrEqual(beatEveryMs + lookEveryMs + 5_000);
  await family.when("the gap", async () => (await family.gaps()) > gapsBefore, 10_000);
  const told = await family.told(family.player.id);
  const gap = told.filter(({ kind }) => kind === "gap").at(-1) as { fromMs?: number; untilMs?: number };
  // It begins with the last sign of life before, and ends with the first word after.
  expect(gap.fromMs).toBeLessThanOrEqual(killedAtMs);
  expect(gap.fromMs).toBeGreaterThan(killedAtMs - 12_000);
  expect(gap.untilMs).toBeLessThanOrEqual(family.clock.nowMs());
});

test("a new version takes over at the next look, not when the old one is done", async () => {
  await using family = await aRelayedFamily();
  await family.advance(15_000);
  expect(family.ends).toEqual([]);
  const next = family.look("2");
  await family.when("the takeover", () => next.health(family.id)?.mqtt === "connected", 10_000);
  await family.when("the old one's end", () => family.ends.includes("relieved"), 60_000);
});

test("only one of many who look at once begins to listen", async () => {
  await using family = await aRelayedFamily();
  for (let looks = 0; looks < 5; looks++) family.look();
  await family.time.advance(5_000);
  expect(family.ends).toEqual(Array.from({ length: 4 }, () => "somebody-listens"));
});
