import { seededChance } from "../../src/adapters/memory/chance.ts";
import type { YotoAccountId } from "../../src/domain/ids.ts";
import { keepTokensFresh } from "../../src/usecases/yoto-accounts/keep-tokens-fresh.ts";
import { startListeningWorld } from "../../test/wire/listening-world.ts";
import { virtualTime } from "../../test/wire/virtual-time.ts";
import { around } from "./around.ts";
import { Book } from "./book.ts";
import { heapBytes } from "./heap-bytes.ts";
import { type Deed, tally } from "./ledger.ts";
import { setClocks } from "./set-clocks.ts";
import { type SoakedPlayer, soakedPlayer } from "./soaked-player.ts";
import { plannedTroubles } from "./troubles.ts";
import { type SoakedFamily, watchTruth } from "./truth-watch.ts";

export type SoakOptions = {
  readonly days: number;
  readonly seed: number;
  readonly accounts?: number;
  readonly playersEach?: number;
  /** How often a child does something with a player, per day. */
  readonly deedsPerDay?: number;
  /** Troubles come so many times as often; 1 is a bad week, every week. */
  readonly trouble?: number;
  /** After each day, with what has been found wrong until an hour before: what is younger may still be told. */
  readonly onDay?: (day: number, soFar: () => Pick<SoakReport, "lost" | "doubled" | "stale">) => void;
};

export type SoakReport = {
  readonly seed: number;
  readonly deeds: number;
  readonly reconnects: number;
  readonly troubles: number;
  /** Accounts that would have needed a person. */
  readonly relinks: number;
  readonly slowestTruthMs: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** What was not as the player is, at calm moments or long after a connection. */
  readonly stale: readonly string[];
  /** Of all players together, in which the history says that nobody listened. */
  readonly gapMs: number;
  /** What is alive on the heap at the end, in times of what was after a tenth of the days. */
  readonly heapGrowth: number;
};

const dayMs = 86_400_000;
const troublesPerDay = 20;
/** What follows a deed at once may be told as one with it. */
const restMs = 15_000;
const settledMs = 3_600_000;
/** Some days' worth, of which the last two are looked at: it would be what grows. */
const mostLogged = 1_000;

/**
 * Months of a bad life in minutes: children, broken connections, storms, set clocks, killed listeners. Everything is real but
 * the clock: sockets, tokens, broker, players. Two listeners share the accounts at any time.
 */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const { days, seed, accounts = 3, playersEach = 4, deedsPerDay = 12, trouble = 1 } = options;
  const time = virtualTime(Date.UTC(2030, 0, 1));
  const draw = seededChance(seed + 1);
  await using world = await startListeningWorld({
    time,
    chance: seededChance(seed),
    seed,
    journalLength: 2_000,
    keepsLog: false,
  });
  const { yoto } = world;
  const nowMs = () => yoto.clock.nowMs();
  const clocks = setClocks(nowMs);
  const pick = <Each>(all: readonly Each[]): Each => {
    const found = all[Math.floor(draw.fraction() * all.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  };

  const families: SoakedFamily[] = [];
  for (let count = 0; count < accounts; count++) {
    const { id, account } = await world.link({ name: `Family ${count}` });
    const players: SoakedPlayer[] = [];
    for (let each = 0; each < playersEach; each++) {
      const player = await world.addPlayer(account, {
        name: `Player ${each}`,
        model: pick(["v3", "mini"] as const),
        reactionMs: [150, 400],
        repeatAll: false,
        direct: true,
        // Half of them still speak on the old topics, too.
        habits: { saysLegacy: each % 2 === 0 },
      });
      players.push(soakedPlayer(player, nowMs, clocks));
    }
    const cards = [world.card(account, ["01", "02"], "once"), world.card(account, ["11"], "once")];
    families.push({ id, cards, players });
  }

  const lives = new Map<
    string,
    { readonly listener: ReturnType<typeof world.listen>; readonly stopTokens: AbortController }
  >();
  const isUp = (id: YotoAccountId) =>
    [...lives.values()].some(({ listener }) => listener.health(id)?.mqtt === "connected");
  const truth = watchTruth(world, time, families, isUp);
  let reconnects = 0;
  const listen = (name: string) => {
    const stopTokens = new AbortController();
    const note = (fact: string, fields: object = {}) =>
      void logged.push({ atMs: [nowMs()], what: `${name} ${fact} ${JSON.stringify(fields)}` });
    const info = (fact: string, fields?: object) => {
      note(fact, fields);
      if (fact !== "yoto-connected" || fields === undefined || !("account" in fields)) return;
      reconnects++;
      const family = families.find(({ id }) => id === fields.account);
      if (family !== undefined) truth.connected(family.id);
    };
    // The house has no rules, and looking for some costs a third of the time.
    const listener = world.listen({
      listenerId: name,
      log: { debug: note, info, warn: note, error: note },
      rules: undefined,
    });
    void keepTokensFresh(world.tokenDeps, stopTokens.signal);
    lives.set(name, { listener, stopTokens });
  };
  const end = async (name: string, how: "stop" | "kill") => {
    const life = lives.get(name);
    if (life === undefined) return;
    lives.delete(name);
    life.stopTokens.abort();
    if (how === "kill") life.listener.kill();
    else await life.listener.stop();
  };
  const names = ["one", "two"];
  for (const name of names) listen(name);

  /** Moves the history out of the store and into the ledger, so that the world stays as small as it was. */
  const collect = async () => {
    for (const { players } of families)
      for (const each of players) {
        const { entries } = await world.history.page(each.player.id, { limit: 1_000 });
        each.take(entries);
        for (const { atMs, key } of entries)
          await world.table.delete({
            pk: `PLAYER#${each.player.id}`,
            sk: `EVENT#${new Date(atMs).toISOString()}#${key}`,
          });
        if (entries.length === 1_000) await collect();
      }
  };

  const everybody = families.flatMap(({ cards, players }) => players.map((each) => ({ each, cards })));
  const tallies = (untilMs: number) =>
    everybody
      .map(({ each }) => ({
        id: each.player.id,
        of: each,
        ...tally(
          each.deeds.all(),
          each.told.all(),
          [...each.gaps.all(), ...each.silences.all()],
          each.quiet.all(),
        ),
      }))
      .map(({ lost, doubled, ...rest }) => {
        const isSettled = ({ atMs }: Deed) => atMs.every((each) => each < untilMs);
        return { ...rest, lost: lost.filter(isSettled), doubled: doubled.filter(isSettled) };
      });
  const brought = new Book<Deed>();
  const logged: Deed[] = [];
  const findings = (untilMs = Number.POSITIVE_INFINITY) => {
    const all = tallies(untilMs);
    const named = (which: "lost" | "doubled") =>
      all.flatMap((each) =>
        each[which].map(
          ({ atMs: [atMs = 0], what }) =>
            `${new Date(atMs).toISOString()} ${each.id} ${what}; ${around(atMs, each.of, brought.all(), logged)}`,
        ),
      );
    return { lost: named("lost"), doubled: named("doubled") };
  };

  const childActs = () => {
    const { each, cards } = pick(everybody);
    if (nowMs() - each.lastDeedMs < restMs) return;
    each.lastDeedMs = nowMs();
    const what = draw.fraction();
    if (what < 0.45) each.player.turnVolume(pick([-3, -2, -1, 1, 2, 3]));
    // Nobody puts a card in that is in the slot already.
    else if (what < 0.75)
      each.player.insertCard(pick(cards.filter((cardId) => cardId !== each.player.state().slot)));
    else if (what < 0.9) each.player.removeCard();
    else each.player.turnSkip(pick(["next", "previous"]));
  };
  const bringTrouble = plannedTroubles({
    yoto,
    draw,
    pick,
    players: everybody.map(({ each }) => each),
    clientIds: () => [...lives.values()].flatMap(({ listener }) => listener.clientIds.slice(-2)),
    listeners: { names, end, start: listen },
    jump: (ms) => {
      time.jump(ms);
      clocks.wasSet(ms);
    },
    advance: time.advance,
  });

  let troubles = 0;
  let lastTroubleMs = nowMs();
  let warmHeapBytes = heapBytes();
  const startMs = nowMs();
  const perDay = deedsPerDay * everybody.length + troublesPerDay * trouble;
  await time.advance(60_000);
  for (let day = 0; day < days; day++) {
    const dayEndsMs = startMs + Math.min(day + 1, days) * dayMs;
    while (nowMs() < dayEndsMs) {
      await time.advance(-Math.log(1 - draw.fraction()) * (dayMs / perDay));
      if (draw.fraction() < (troublesPerDay * trouble) / perDay) {
        troubles++;
        lastTroubleMs = nowMs();
        brought.push({ atMs: [nowMs()], what: await bringTrouble() });
      } else childActs();
      // A socket that is open and dead is noticed by its silence, which takes its time.
      if (draw.fraction() < 0.1 && nowMs() - lastTroubleMs > 300_000) {
        await time.advance(15_000);
        await truth.look();
      }
    }
    await collect();
    for (const { each } of everybody) each.putAway();
    brought.putAway();
    if (day === Math.floor(days / 10)) warmHeapBytes = heapBytes();
    logged.splice(0, logged.length - mostLogged);
    options.onDay?.(day + 1, () => ({ ...findings(nowMs() - settledMs), stale: truth.stale }));
  }
  const heapGrowth = heapBytes() / warmHeapBytes;
  await time.advance(60_000);
  for (const name of names) await end(name, "stop");
  await collect();

  const gaps = everybody.flatMap(({ each }) => each.gaps.all());
  return {
    seed,
    deeds: tallies(0).reduce((sum, each) => sum + each.deeds, 0),
    ...findings(),
    reconnects,
    troubles,
    relinks: (await world.accounts.list()).filter(({ value }) => value.state.is !== "linked").length,
    slowestTruthMs: truth.slowestMs(),
    stale: truth.stale,
    gapMs: gaps.reduce(
      (sum, { fromMs, untilMs }) => sum + Math.max(0, (untilMs[0] ?? 0) - (fromMs[0] ?? 0)),
      0,
    ),
    heapGrowth,
  };
}
