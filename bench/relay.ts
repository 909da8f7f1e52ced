import { PlayerId } from "../src/domain/ids.ts";
import type { HistoryEntry } from "../src/domain/players/player-history.ts";
import { type RelayTimes, relayTimes } from "../src/listener/relay-generation.ts";
import { startCrowd } from "../src/simulator/player/start-crowd.ts";
import { startListeningWorld } from "../test/wire/listening-world.ts";
import { relayLine } from "../test/wire/relay-line.ts";
import { virtualTime } from "../test/wire/virtual-time.ts";
import { type Row, row } from "./row.ts";

/** Compressed: as long as it takes to be relieved, and no longer. */
const shortTimes: RelayTimes = { relievedFromMs: 5_000, endAfterMs: 90_000 };
const families = 25;
const playersEach = 10;
const turnEveryMs = 2_500;
const stepMs = 250;
const minuteMs = 60_000;

/**
 * The relay in compressed time: generations relieve each other while a hundred turns of knobs are told a second, then the one
 * that listens is killed again and again. `RELAY_GENERATIONS` (60) and `RELAY_KILLS` (6) choose how long it goes on.
 */
export async function run(): Promise<Row[]> {
  const planned = await relieved(Number(process.env["RELAY_GENERATIONS"] ?? 60));
  const killed = await gapsOfKills(Number(process.env["RELAY_KILLS"] ?? 6));
  return [
    row("relay", "generations", "generations", planned.generations),
    row("relay", "events", "events", planned.events),
    row("relay", "events-per-s", "events/simulated s", planned.perSecond),
    row("relay", "lost", "events", planned.lost),
    row("relay", "doubled", "events", planned.doubled),
    row("relay", "gaps", "gaps", planned.gaps),
    row("relay", "kill.gap-max", "simulated min", killed.longestMs / minuteMs, {
      value: 1.2,
      is: "what it may last",
    }),
    row("relay", "kill.not-recorded", "gaps", killed.notRecorded),
  ];
}

async function relieved(wanted: number) {
  const { world, time } = await aStreet(families, playersEach);
  await using _world = world;
  const deviceIds = world.yoto.devices.list().map(({ deviceId }) => deviceId);
  using crowd = startCrowd(world.yoto, { deviceIds, seed: 7 });
  const line = relayLine(world, { time, times: shortTimes, lookEveryMs: 10_000, stepMs });
  await line.advance(30_000);
  const gapsBefore = (await told(world, deviceIds)).filter(({ kind }) => kind === "gap").length;

  const startedMs = world.clock.nowMs();
  let turns = 0;
  const slots = turnEveryMs / stepMs;
  const relievedSoFar = () => line.ends.filter((end) => end === "relieved").length;
  const before = relievedSoFar();
  for (let step = 0; relievedSoFar() - before < wanted; step++) {
    const direction = Math.floor(step / slots) % 2 === 0 ? -1 : 1;
    for (let at = step % slots; at < deviceIds.length; at += slots) {
      crowd.happen(deviceIds[at] ?? "", { kind: "turn-left", step: direction });
      turns++;
    }
    await line.advance(stepMs);
    if (step % 2_000 === 0) console.log(`relay: ${relievedSoFar() - before} generations, ${turns} turns`);
  }
  const seconds = (world.clock.nowMs() - startedMs) / 1000;
  await line.advance(10_000);
  const entries = await told(world, deviceIds);
  const volumes = entries.filter(({ kind }) => kind === "volume-changed");
  const doubled = volumes.filter(
    (entry, at) =>
      volumes[at - 1]?.playerId === entry.playerId &&
      volumes[at - 1]?.facts["toSteps"] === entry.facts["toSteps"],
  ).length;
  return {
    generations: relievedSoFar() - before,
    events: turns,
    perSecond: turns / seconds,
    lost: turns - (volumes.length - doubled),
    doubled,
    gaps: entries.filter(({ kind }) => kind === "gap").length - gapsBefore,
  };
}

/** The one that listens is killed, each time at another moment between two looks, with the times of the real relay. */
async function gapsOfKills(kills: number) {
  const { world, time } = await aStreet(1, 1);
  await using _world = world;
  const deviceIds = world.yoto.devices.list().map(({ deviceId }) => deviceId);
  using _crowd = startCrowd(world.yoto, { deviceIds, seed: 7, actionsPerSecond: 0.2 });
  const line = relayLine(world, { time, times: relayTimes, lookEveryMs: minuteMs, stepMs });
  await line.advance(2 * minuteMs);
  const gaps = async () => (await told(world, deviceIds)).filter(({ kind }) => kind === "gap");
  const before = await gaps();
  for (let kill = 0; kill < kills; kill++) {
    await line.advance((kill * minuteMs) / kills);
    line.kill();
    await line.advance(3 * minuteMs);
  }
  const found = (await gaps()).slice(before.length);
  const lengths = found.map(({ facts }) => Number(facts["untilMs"]) - Number(facts["fromMs"]));
  return { longestMs: Math.max(...lengths), notRecorded: kills - found.length };
}

/** Linked families with so many players each, and nobody who listens yet. */
async function aStreet(count: number, each: number) {
  const time = virtualTime(Date.UTC(2030, 0, 1, 12));
  const world = await startListeningWorld({ time, keepsLog: false, journalLength: 1_000 });
  for (let family = 0; family < count; family++) {
    const { account } = await world.link({ name: `Family ${family}` });
    for (let player = 0; player < each; player++)
      world.yoto.devices.add({ familyId: account.familyId, model: "v3", name: `Player ${player}` });
  }
  return { world, time };
}

async function told(
  { history }: Awaited<ReturnType<typeof startListeningWorld>>,
  deviceIds: readonly string[],
): Promise<readonly HistoryEntry[]> {
  const all: HistoryEntry[] = [];
  for (const id of deviceIds)
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await history.page(PlayerId(id), { limit: 1000, ...(cursor !== undefined && { cursor }) });
      all.push(...page.entries);
      cursor = page.cursor;
    }
  return all;
}
