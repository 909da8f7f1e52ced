import type { YotoAccountId } from "../../src/domain/ids.ts";
import type { ListeningWorld } from "../../test/wire/listening-world.ts";
import type { VirtualTime } from "../../test/wire/virtual-time.ts";
import { differences } from "../../test/wire/watched-family.ts";
import type { SoakedPlayer } from "./soaked-player.ts";

export type SoakedFamily = {
  readonly id: YotoAccountId;
  readonly cards: readonly string[];
  readonly players: readonly SoakedPlayer[];
};

/** Holds what we know against what the players are. */
export type TruthWatch = {
  /** The account has a connection (again): looks every tenth of a second until all is true. */
  connected(id: YotoAccountId): void;
  /** Looks at everything now, where things are calm. */
  look(): Promise<void>;
  /** The longest it took after a connection until all was true. */
  slowestMs(): number;
  readonly stale: readonly string[];
};

const lookEveryMs = 100;
const givenUpAfterMs = 30_000;
/** A player whose radio has just gone or come is not ours to know yet. */
const radioMs = 150_000;
const calmMs = 10_000;
/** So long a report may take. */
const onItsWayMs = 2_000;

export function watchTruth(
  world: ListeningWorld,
  time: VirtualTime,
  families: readonly SoakedFamily[],
  isUp: (id: YotoAccountId) => boolean,
): TruthWatch {
  const nowMs = () => world.yoto.clock.nowMs();
  const stale: string[] = [];
  const beingChecked = new Set<YotoAccountId>();
  let slowestMs = 0;

  const wrongIn = async ({ player, lastWifiMs }: SoakedPlayer) => {
    const truth = player.state();
    if (!truth.online || nowMs() - lastWifiMs < radioMs) return [];
    const state = await world.state(player.id);
    const wrong = state === undefined ? ["unknown"] : differences(state, truth, time.clock.nowMs());
    return wrong.map((each) => `${new Date(nowMs()).toISOString()} ${player.id} ${each}`);
  };
  const check = async (id: YotoAccountId, sinceMs: number) => {
    const players = families.find((each) => each.id === id)?.players ?? [];
    const wrong = (await Promise.all(players.map(wrongIn))).flat();
    const tookMs = nowMs() - sinceMs;
    if (wrong.length > 0 && tookMs < givenUpAfterMs && isUp(id)) return lookSoon(id, sinceMs);
    beingChecked.delete(id);
    // It was lost again before all could be true: the next connection begins a new count.
    if (!isUp(id)) return;
    slowestMs = Math.max(slowestMs, tookMs);
    stale.push(...wrong);
  };
  const lookSoon = (id: YotoAccountId, sinceMs: number) => {
    time.pretend.after(lookEveryMs, () => time.pretend.hold(check(id, sinceMs)));
  };

  return {
    connected(id) {
      if (beingChecked.has(id)) return;
      beingChecked.add(id);
      lookSoon(id, nowMs());
    },
    async look() {
      for (const { id, players } of families)
        for (const each of players) {
          if (nowMs() - each.lastDeedMs <= calmMs || !isUp(id) || beingChecked.has(id)) continue;
          // A track that has begun this moment is told in the next one.
          if ((await wrongIn(each)).length === 0) continue;
          await time.advance(onItsWayMs);
          if (isUp(id)) stale.push(...(await wrongIn(each)));
        }
    },
    slowestMs: () => slowestMs,
    stale,
  };
}
