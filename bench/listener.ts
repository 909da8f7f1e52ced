import type { PlayerState } from "../src/domain/players/player-state.ts";
import { type Crowd, startCrowd } from "../src/simulator/player/start-crowd.ts";
import { secondsUntil, startCrowdedWorld, wait } from "./listener/crowded-world.ts";
import { type ListenerProcess, startListenerProcess } from "./listener/start-listener-process.ts";
import { nowMs, type Stored } from "./listener/told.ts";
import { type Row, row } from "./row.ts";

/** Ten to a family: more topics than the broker allows on one connection leave some of them out. */
const playersEach = 10;
/** Two thousand a second of ten thousand. */
const eventsPerPlayerSecond = 0.2;
const sampledPlayers = 200;
const warmUpMs = 20_000;
const measuredMs = 30_000;
/** So long a turn of a sampled knob may take before it counts as lost. */
const lostAfterMs = 10_000;

/**
 * Ten thousand players on one listener process under two thousand events a second: its memory, how soon a turned knob stands in
 * the store, whether anything is lost, and how long it takes to be right again after `kill -9`. `LISTENER_PLAYERS` for fewer,
 * `LISTENER_EVENTS` for another number of events a second.
 */
export async function run(): Promise<Row[]> {
  const players = Number(process.env["LISTENER_PLAYERS"] ?? 10_000);
  const eventsPerSecond = Number(process.env["LISTENER_EVENTS"] ?? players * eventsPerPlayerSecond);
  await using world = await startCrowdedWorld({ accounts: players / playersEach, playersEach });
  const sampled = world.deviceIds.filter((_, at) => at % Math.ceil(players / sampledPlayers) === 0);
  const others = world.deviceIds.filter((id) => !sampled.includes(id));
  using crowd = startCrowd(world.yoto, { deviceIds: others, seed: 1 });
  using knobs = startCrowd(world.yoto, { deviceIds: sampled, seed: 2 });
  const sample = sampleKnobs(knobs, sampled);

  const start = () => startListenerProcess(world.ordersFor("bench", sampled), sample.stored);
  const everyoneHeard = (each: ListenerProcess) => {
    if (each.hasEnded()) throw new Error("The listener has ended");
    return each.now().playersHeard === players;
  };
  let listener = start();
  const startedIn = await secondsUntil("everybody heard", () => everyoneHeard(listener), 600);

  const load = keepLoad(eventsPerSecond, crowd, knobs);
  await wait(warmUpMs);
  sample.begin();
  const [begun, fromMs] = [listener.now(), nowMs()];
  await wait(measuredMs);
  const seconds = (nowMs() - fromMs) / 1000;
  const { rssMb, heard, cpuSeconds } = listener.now();
  sample.end();
  await wait(lostAfterMs);
  const { tookMs, heardMs, lost } = sample.result();

  const killedMs = nowMs();
  await listener.kill();
  const before = listener;
  listener = start();
  const recoveredIn = await secondsUntil("everybody heard again", () => everyoneHeard(listener), 600).then(
    () => (nowMs() - killedMs) / 1000,
    () => Number.NaN,
  );
  load.stop();
  const truthOf = (id: string) => (sampled.includes(id) ? knobs : crowd).truth(id);
  let wrong: readonly string[] = [];
  const isTrue = async () => {
    wrong = [];
    for (const accountId of world.accountIds)
      for (const { value } of await world.stores.watchedPlayers.ofAccount(accountId))
        if (differs(value, truthOf(value.playerId))) wrong = [...wrong, value.playerId];
    return wrong.length === 0;
  };
  const settledIn = listener.hasEnded()
    ? Number.NaN
    : await secondsUntil("the truth in the store", isTrue, 60).catch(() => Number.NaN);
  await listener.kill();

  const at = (part: number, all: readonly number[]) =>
    all.toSorted((one, other) => one - other)[Math.floor((all.length - 1) * part)] ?? Number.NaN;
  const named = `${players / 1000}k`;
  return [
    row("listener", `${named}.rss`, "MB", rssMb),
    row("listener", `${named}.rss-peak`, "MB", Math.max(before.peakRssMb, listener.peakRssMb)),
    row("listener", `${named}.events-per-s`, "1/s", (heard - begun.heard) / seconds),
    row("listener", `${named}.cpu`, "cores", (cpuSeconds - begun.cpuSeconds) / seconds),
    row("listener", "event-to-state.p50", "ms", at(0.5, tookMs)),
    row("listener", "event-to-state.p99", "ms", at(0.99, tookMs)),
    row("listener", "of-that-in-the-listener.p50", "ms", at(0.5, heardMs)),
    row("listener", "of-that-in-the-listener.p99", "ms", at(0.99, heardMs)),
    row("listener", "turned-knobs", "turns", tookMs.length + lost),
    row("listener", "lost-changes", "turns", lost),
    row("listener", "all-heard-after-start.s", "s", startedIn),
    row("listener", "recover-after-kill.s", "s", recoveredIn),
    row("listener", "true-after-load.s", "s", settledIn),
    row("listener", "untrue-at-the-end", "players", wrong.length),
  ];
}

/** Turns the knobs of some players, one turn at a time each, and waits for every turn to stand in the store. */
function sampleKnobs(knobs: Crowd, ids: readonly string[]) {
  const waiting = new Map<string, { readonly steps: number; readonly fromMs: number }>();
  const tookMs: number[] = [];
  const heardMs: number[] = [];
  const turns = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let next = 0;
  let lost = 0;
  const turn = () => {
    const id = ids[next++ % ids.length] ?? "";
    const before = waiting.get(id);
    if (before !== undefined && nowMs() - before.fromMs < lostAfterMs) return;
    if (before !== undefined) lost++;
    const count = turns.get(id) ?? 0;
    turns.set(id, count + 1);
    const fromMs = nowMs();
    knobs.happen(id, { kind: "turn-left", step: count % 2 === 0 ? -1 : 1 });
    waiting.set(id, { steps: knobs.truth(id).volume, fromMs });
  };
  return {
    stored: (each: Stored) => {
      const turned = waiting.get(each.playerId);
      if (turned === undefined || turned.steps !== each.volumeSteps || each.atMs < turned.fromMs) return;
      waiting.delete(each.playerId);
      tookMs.push(each.atMs - turned.fromMs);
      if (each.sinceHeardMs !== undefined) heardMs.push(each.sinceHeardMs);
    },
    begin: () => {
      timer = setInterval(turn, 25);
    },
    end: () => clearInterval(timer),
    result: () => ({ tookMs: [...tookMs], heardMs: [...heardMs], lost: lost + waiting.size }),
  };
}

/** Lets children do so much that the whole crowd says what is wanted, however much it says by itself. */
function keepLoad(eventsPerSecond: number, ...crowds: readonly Crowd[]) {
  const [crowd] = crowds;
  const said = () => crowds.reduce((sum, each) => sum + each.said, 0);
  let actions = eventsPerSecond / 6;
  let before = said();
  crowd?.setActionsPerSecond(actions);
  const timer = setInterval(() => {
    const rate = said() - before;
    before = said();
    actions = Math.max(5, Math.min(eventsPerSecond, actions + (eventsPerSecond - rate) * 0.3));
    crowd?.setActionsPerSecond(actions);
  }, 1_000);
  return {
    stop: () => {
      clearInterval(timer);
      crowd?.setActionsPerSecond(0);
    },
  };
}

/** Whether the store says something else than the player is. */
function differs(state: PlayerState, truth: ReturnType<Crowd["truth"]>): boolean {
  const cardId = state.playback.cardId ?? "none";
  if (state.volumeSteps !== truth.volume || cardId !== truth.cardId) return true;
  if (cardId === "none") return false;
  return state.playback.status !== truth.playbackStatus || state.playback.track?.key !== truth.trackKey;
}
