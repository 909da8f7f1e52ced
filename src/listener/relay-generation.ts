import type { Leases } from "../stores/leases.ts";
import { generationName } from "./generations.ts";
import type { ListenerDeps } from "./listener-deps.ts";
import { beatEveryMs } from "./membership.ts";
import { runListener } from "./run-listener.ts";

/** How long things last in the life of a generation. */
export type RelayTimes = {
  /** From then on a successor may come. */
  readonly relievedFromMs: number;
  /** It ends then, relieved or not. */
  readonly endAfterMs: number;
};

/** For a function that may run fifteen minutes and is called every minute. */
export const relayTimes: RelayTimes = { relievedFromMs: 740_000, endAfterMs: 840_000 };

/** What came of looking: somebody listens already; or we listened, and were relieved or came to our end. */
export type RelayEnd = "somebody-listens" | "relieved" | "ended";

type Deps = Omit<ListenerDeps, "listenerId" | "beatAloneEveryMs"> & {
  readonly leases: Leases;
  /** A generation of another version is relieved at once. */
  readonly version: string;
  /** Told when it is this generation's turn. */
  readonly onListening?: () => void;
};

const line = "relay";
const lookEveryMs = 10_000;
/** One that has missed a beat is given as long as this since the last: then it beats again, or it is dead. */
const lateMostMs = 1.5 * beatEveryMs + 1_000;
/** Whose turn it is has joined the others by then. */
const joinsWithinMs = 10_000;
/** After a successor has come, so long we hold what it has not taken yet. */
const lingerMs = 30_000;
const leftEveryMs = 1_000;

/**
 * Looks whether somebody listens, and if not (or not for long any more), listens until relieved: generations that overlap, so
 * that functions which may only run for minutes hold connections that last. One lease says whose turn it is, and its fence
 * numbers the generations; whether that one lives, its beat among the listeners says.
 */
export async function runRelayGeneration(
  deps: Deps,
  signal: AbortSignal,
  times: RelayTimes = relayTimes,
): Promise<RelayEnd> {
  const { leases, clock, log } = deps;
  if (await somebodyListens(deps, times)) return "somebody-listens";
  const taken = await leases.take(line, `${deps.version}/${deps.chance.id()}`, times.endAfterMs);
  if (!taken.ok) return "somebody-listens";

  const { lease } = taken;
  const { fence } = lease;
  const startedAtMs = clock.nowMs();
  const stop = new AbortController();
  const until = AbortSignal.any([signal, stop.signal]);
  let released = false;
  const listening = runListener(
    {
      ...deps,
      listenerId: generationName(line, fence),
      // Whoever looks goes by the beat of one who is alone, too.
      beatAloneEveryMs: beatEveryMs,
      isRelievedSoon: () => released,
    },
    until,
  ).finally(() => stop.abort());
  log.info("relay-started", { generation: fence });
  deps.onListening?.();

  let relievedAtMs: number | undefined;
  let lookedAtMs = startedAtMs;
  const holdsNothing = () => deps.board.accounts().length === 0;
  const look = async () => {
    lookedAtMs = clock.nowMs();
    if (!released && lookedAtMs - startedAtMs >= times.relievedFromMs) {
      await leases.release(lease);
      released = true;
    }
    // Before its time only a new version comes, and takes everything.
    if (!released && !holdsNothing()) return;
    const successor = await leases.holder(line);
    if (successor !== undefined && successor.fence > fence) relievedAtMs = clock.nowMs();
  };
  const isOver = () => {
    const nowMs = clock.nowMs();
    if (relievedAtMs !== undefined && (holdsNothing() || nowMs - relievedAtMs >= lingerMs)) return true;
    return nowMs - startedAtMs >= times.endAfterMs;
  };
  while (!until.aborted && !isOver()) {
    // Who was relieved of everything ends at once: two that run are paid for twice.
    await clock.sleep(released ? leftEveryMs : lookEveryMs, until).catch(() => {});
    if (until.aborted || relievedAtMs !== undefined) continue;
    if (!(released && holdsNothing()) && clock.nowMs() - lookedAtMs < lookEveryMs) continue;
    await look().catch((error: unknown) => log.warn("relay-look-failed", { generation: fence, error }));
  }
  stop.abort();
  await listening;
  if (!released) await leases.release(lease);
  log.info("relay-ended", { generation: fence, relieved: relievedAtMs !== undefined });
  return relievedAtMs === undefined ? "ended" : "relieved";
}

/** Whether there is a generation of our version whose turn it is, and it beats. The lease of a dead one is ended. */
async function somebodyListens(deps: Deps, { endAfterMs }: RelayTimes): Promise<boolean> {
  const { leases, shares, clock, version } = deps;
  const holder = await leases.holder(line);
  if (holder === undefined) return false;
  const name = generationName(line, holder.fence);
  const lastBeatMs = async () =>
    (await shares.read()).members.find(({ value }) => value.id === name)?.value.beatAtMs;
  const livesStill = async () => {
    const beatMs = await lastBeatMs();
    if (beatMs === undefined) return clock.nowMs() - (holder.untilMs - endAfterMs) < joinsWithinMs;
    const quietMs = clock.nowMs() - beatMs;
    if (quietMs <= beatEveryMs) return true;
    if (quietMs < lateMostMs) await clock.sleep(lateMostMs - quietMs);
    return quietMs < lateMostMs && (await lastBeatMs()) !== beatMs;
  };
  if (holder.owner.startsWith(`${version}/`) && (await livesStill())) return true;
  await leases.release(holder);
  return false;
}
