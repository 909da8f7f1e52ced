import { seededChance } from "../../src/adapters/memory/chance.ts";
import type { YotoAccountId } from "../../src/domain/ids.ts";
import { keepTokensFresh } from "../../src/usecases/keep-tokens-fresh.ts";
import { startListeningWorld } from "../../test/wire/listening-world.ts";
import { virtualTime } from "../../test/wire/virtual-time.ts";
import { differences } from "../../test/wire/watched-family.ts";
import { type Deed, type Gap, tally } from "./ledger.ts";
import { plannedTroubles } from "./troubles.ts";

export type SoakOptions = {
  readonly days: number;
  readonly seed: number;
  readonly accounts?: number;
  readonly playersEach?: number;
  /** How often a child does something with a player, per day. */
  readonly deedsPerDay?: number;
  /** Troubles come so many times as often; 1 is a bad week, every week. */
  readonly trouble?: number;
  readonly onDay?: (day: number) => void;
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
  /** Looks at calm moments at which something was not as the player is. */
  readonly stale: readonly string[];
  readonly gapMs: number;
  readonly rssGrowth: number;
};

const dayMs = 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();

/**
 * Months of a bad life in minutes: children, broken connections, storms, set clocks, killed listeners. Everything real but the
 * clock: sockets, tokens, broker, players. Two listeners at any time.
 */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const { days, seed, accounts: accountCount = 3, playersEach = 4, deedsPerDay = 12, trouble = 1 } = options;
  const time = virtualTime(Date.UTC(2030, 0, 1));
  const chance = seededChance(seed);
  const draw = seededChance(seed + 1);
  const pick = <Each>(all: readonly Each[]): Each => {
    const found = all[Math.floor(draw.fraction() * all.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  };
  await using world = await startListeningWorld({
    time,
    chance,
    seed,
    journalLength: 2_000,
    keepsLog: false,
  });
  const { yoto } = world;

  /** When our wall clock was set, and to what: moments of ours in the pretend world's time. */
  const skews: { fromMs: number; skewMs: number }[] = [{ fromMs: Number.NEGATIVE_INFINITY, skewMs: 0 }];
  const pretendMs = (ourMs: number) => {
    const found = skews.flatMap(({ fromMs, skewMs }, at) => {
      const moment = ourMs - skewMs;
      const untilMs = skews[at + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
      return moment >= fromMs - 5_000 && moment <= untilMs + 5_000 ? [moment] : [];
    });
    return found.length > 0 ? found : [ourMs - (skews.at(-1)?.skewMs ?? 0)];
  };

  const families: Family[] = [];
  for (let count = 0; count < accountCount; count++) {
    const { id, account } = await world.link({ name: `Family ${count}` });
    const players: Watched[] = [];
    for (let each = 0; each < playersEach; each++) {
      const model = pick(["v3", "mini"] as const);
      const player = await world.addPlayer(account, {
        name: `Player ${each}`,
        reactionMs: [150, 400],
        model,
        repeatAll: false,
        // Half of them still speak on the old topics, too.
        habits: { saysLegacy: each % 2 === 0 },
      });
      players.push(watched(player));
    }
    families.push({
      id,
      cards: [world.card(account, ["01", "02"], "once"), world.card(account, ["11"], "once")],
      players,
    });
  }

  /** What a player did, by its own account, and when it could not be heard. */
  function watched(player: Awaited<ReturnType<typeof world.addPlayer>>) {
    const deeds: Deed[] = [];
    const silences: Gap[] = [];
    let { volume, activeCard, online } = player.state();
    let silentFromMs = yoto.clock.nowMs();
    player.onChange((now) => {
      const atMs = [yoto.clock.nowMs()];
      if (now.volume !== volume) deeds.push({ atMs, what: `volume ${now.volume}` });
      if (now.activeCard !== activeCard) deeds.push({ atMs, what: `card ${now.activeCard}` });
      if (online && !now.online) silentFromMs = yoto.clock.nowMs();
      if (!online && now.online) silences.push({ fromMs: [silentFromMs], untilMs: atMs });
      ({ volume, activeCard, online } = now);
    });
    return { player, deeds, silences, told: [] as Deed[], gaps: [] as Gap[], lastDeedMs: 0, lastWifiMs: 0 };
  }

  type Watched = ReturnType<typeof watched>;
  type Family = {
    readonly id: YotoAccountId;
    readonly cards: readonly string[];
    readonly players: readonly Watched[];
  };
  type Listener = ReturnType<typeof world.listen>;
  const lives = new Map<string, { listener: Listener; stopTokens: AbortController }>();
  let reconnects = 0;
  /** Accounts connected a moment ago, whose truth is being waited for. */
  const toCheck = new Map<
    YotoAccountId,
    { readonly sinceMs: number; lookedMs: number; wrongForMs: number }
  >();
  const listen = (name: string) => {
    const stopTokens = new AbortController();
    const log = {
      ...world.log,
      info: (fact: string, fields?: object) => {
        if (fact !== "yoto-connected" || fields === undefined || !("account" in fields)) return;
        reconnects++;
        const sinceMs = yoto.clock.nowMs();
        toCheck.set(fields.account as YotoAccountId, { sinceMs, lookedMs: sinceMs, wrongForMs: 0 });
      },
    };
    const listener = world.listen({ listenerId: name, log });
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
  listen("one");
  listen("two");

  const isUp = (id: YotoAccountId) =>
    [...lives.values()].some(({ listener }) => listener.health(id)?.mqtt === "connected");
  const wrongIn = async ({ player, lastWifiMs }: Watched) => {
    const truth = player.state();
    // A player whose radio has just gone or come is not ours to know yet.
    if (!truth.online || yoto.clock.nowMs() - lastWifiMs < 150_000) return [];
    const state = await world.state(player.id);
    return state === undefined ? ["unknown"] : differences(state, truth, time.clock.nowMs());
  };
  let slowestTruthMs = 0;
  let lastTroubleMs = 0;
  const stale: string[] = [];
  /** Goes on a little at a time while a connection is young, to see when the truth is there. */
  const advance = async (ms: number) => {
    const untilMs = yoto.clock.nowMs() + ms;
    while (yoto.clock.nowMs() < untilMs) {
      await time.advance(Math.min(untilMs - yoto.clock.nowMs(), toCheck.size > 0 ? 100 : 30_000));
      for (const [id, check] of toCheck) {
        const nowMs = yoto.clock.nowMs();
        const family = families.find((each) => each.id === id);
        const wrong = (await Promise.all(family?.players.map(wrongIn) ?? [])).flat();
        const waitedMs = nowMs - check.sinceMs;
        if (!isUp(id)) toCheck.delete(id);
        else if (wrong.length === 0 || waitedMs > 30_000) {
          toCheck.delete(id);
          // Time may have gone on without anybody looking; then the last look at which it was wrong counts.
          const wrongForMs = nowMs - check.lookedMs <= 200 ? waitedMs : check.wrongForMs;
          slowestTruthMs = Math.max(slowestTruthMs, wrong.length > 0 ? waitedMs : wrongForMs);
          if (wrong.length > 0) stale.push(`${iso(nowMs)} ${id}: ${wrong.join("; ")}`);
        } else {
          check.lookedMs = nowMs;
          check.wrongForMs = waitedMs;
        }
      }
    }
  };
  const lookAround = async () => {
    // A socket that is open and dead is noticed by its silence, which takes its time.
    if (yoto.clock.nowMs() - lastTroubleMs < 300_000) return;
    for (const { id, players } of families)
      for (const each of players) {
        const calm = yoto.clock.nowMs() - each.lastDeedMs > 10_000 && isUp(id) && !toCheck.has(id);
        const wrong = calm ? await wrongIn(each) : [];
        if (wrong.length > 0)
          stale.push(`${new Date(yoto.clock.nowMs()).toISOString()} ${each.player.id}: ${wrong.join("; ")}`);
      }
  };

  /** Moves the history out of the store and into the ledger, so that the world stays as small as it was. */
  const collect = async () => {
    for (const { players } of families)
      for (const { player, told, gaps } of players) {
        const pk = `PLAYER#${player.id}`;
        for (let more = true; more; ) {
          const { entries, cursor } = await world.history.page(player.id, { limit: 500 });
          more = cursor !== undefined;
          for (const { atMs, key, kind, facts } of entries) {
            const when = pretendMs(atMs);
            if (kind === "volume-changed") told.push({ atMs: when, what: `volume ${facts["toSteps"]}` });
            if (kind === "card-inserted" || kind === "card-started")
              told.push({ atMs: when, what: `card ${facts["cardId"]}` });
            if (kind === "card-removed") told.push({ atMs: when, what: "card none" });
            if (kind === "gap")
              gaps.push({
                fromMs: pretendMs(Number(facts["fromMs"])),
                untilMs: pretendMs(Number(facts["untilMs"])),
              });
            await world.table.delete({ pk, sk: `EVENT#${new Date(atMs).toISOString()}#${key}` });
          }
        }
      }
  };

  let troubles = 0;
  const everybody = families.flatMap(({ cards, players }) => players.map((each) => ({ each, cards })));
  const childActs = () => {
    const { each, cards } = pick(everybody);
    each.lastDeedMs = yoto.clock.nowMs();
    const what = draw.fraction();
    if (what < 0.45) each.player.turnVolume(pick([-3, -2, -1, 1, 2, 3]));
    else if (what < 0.75) each.player.insertCard(pick(cards));
    else if (what < 0.9) each.player.removeCard();
    else each.player.turnSkip(pick(["next", "previous"]));
  };
  const bringTrouble = plannedTroubles({
    yoto,
    draw,
    pick,
    players: everybody.map(({ each }) => each),
    clientIds: () => [...lives.values()].flatMap(({ listener }) => listener.clientIds.slice(-2)),
    listeners: { names: ["one", "two"], end, start: listen },
    jump: (ms) => {
      time.jump(ms);
      skews.push({ fromMs: yoto.clock.nowMs(), skewMs: (skews.at(-1)?.skewMs ?? 0) + ms });
    },
    advance,
  });

  const startMs = yoto.clock.nowMs();
  const perDay = deedsPerDay * everybody.length + 20 * trouble;
  await advance(60_000);
  let rssAfterWarmUp = 0;
  for (let day = 0; day < days; day++) {
    const dayEndsMs = startMs + Math.min(day + 1, days) * dayMs;
    while (yoto.clock.nowMs() < dayEndsMs) {
      await advance(-Math.log(1 - draw.fraction()) * (dayMs / perDay));
      if (draw.fraction() < (20 * trouble) / perDay) {
        troubles++;
        lastTroubleMs = yoto.clock.nowMs();
        await bringTrouble();
      } else childActs();
      if (draw.fraction() < 0.1) {
        await advance(15_000);
        await lookAround();
      }
    }
    await collect();
    if (day === Math.floor(days / 10)) rssAfterWarmUp = process.memoryUsage().rss;
    options.onDay?.(day + 1);
  }
  const rssGrowth = process.memoryUsage().rss / rssAfterWarmUp;
  await advance(60_000);
  for (const name of ["one", "two"]) await end(name, "stop");
  await collect();

  const tallies = families.flatMap(({ players }) =>
    players.map(({ player, deeds, told, gaps, silences }) => ({
      player,
      ...tally(deeds, told, [...gaps, ...silences]),
    })),
  );
  const named = (which: "lost" | "doubled") =>
    tallies.flatMap((each) =>
      each[which].map(({ atMs, what }) => `${iso(atMs[0] ?? 0)} ${each.player.id} ${what}`),
    );
  const accounts = await world.accounts.list();
  const gapMs = families
    .flatMap(({ players }) => players.flatMap(({ gaps }) => gaps))
    .reduce((sum, { fromMs, untilMs }) => sum + Math.max(0, (untilMs[0] ?? 0) - (fromMs[0] ?? 0)), 0);
  return {
    seed,
    deeds: tallies.reduce((sum, each) => sum + each.deeds, 0),
    reconnects,
    troubles,
    relinks: accounts.filter(({ value }) => value.state.is !== "linked").length,
    slowestTruthMs,
    lost: named("lost"),
    doubled: named("doubled"),
    stale,
    gapMs,
    rssGrowth,
  };
}
