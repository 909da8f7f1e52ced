import type { Leases } from "../stores/leases.ts";
import { generationName } from "./generations.ts";
import { type ListenerDeps, runListener } from "./run-listener.ts";

/** How long things last in the life of a generation. */
export type RelayTimes = {
  /** The lease is prolonged so often, by half as much again. */
  readonly beatMs: number;
  /** From then on a successor may come. */
  readonly relievedFromMs: number;
  /** It ends then, relieved or not. */
  readonly endAfterMs: number;
};

/** For a function that may run fifteen minutes and is called every minute. */
export const relayTimes: RelayTimes = { beatMs: 10_000, relievedFromMs: 740_000, endAfterMs: 840_000 };

/** What came of looking: somebody listens already; or we listened, and were relieved or came to our end. */
export type RelayEnd = "somebody-listens" | "relieved" | "ended";

type Deps = Omit<ListenerDeps, "listenerId"> & {
  readonly leases: Leases;
  /** A generation of another version is relieved at once. */
  readonly version: string;
  /** Told when it is this generation's turn. */
  readonly onListening?: () => void;
};

const line = "relay";
/** The shorter a lease outlives its last beat, the sooner a dead holder is told from a living one by a single look. */
const leaseFactor = 1.5;
/** After a successor has come, so long we hold what it has not taken yet. */
const lingerMs = 30_000;

/**
 * Looks whether somebody listens, and if not (or not for long any more), listens until relieved: generations that overlap, so
 * that functions which may only run for minutes hold connections that last. One lease says whose turn it is; its fence
 * numbers the generations.
 */
export async function runRelayGeneration(
  deps: Deps,
  signal: AbortSignal,
  times: RelayTimes = relayTimes,
): Promise<RelayEnd> {
  const { leases, clock, log } = deps;
  const leaseMs = leaseFactor * times.beatMs;
  if (await somebodyListens(deps, times)) return "somebody-listens";
  const owner = `${deps.version}/${deps.chance.id()}`;
  const taken = await leases.take(line, owner, leaseMs);
  if (!taken.ok) return "somebody-listens";

  const { fence } = taken.lease;
  const listenerId = generationName(line, fence);
  const startedAtMs = clock.nowMs();
  const stop = new AbortController();
  const until = AbortSignal.any([signal, stop.signal]);
  const listening = runListener({ ...deps, listenerId }, until).finally(() => stop.abort());
  log.info("relay-started", { generation: fence });
  deps.onListening?.();

  let lease: typeof taken.lease | undefined = taken.lease;
  let relievedAtMs: number | undefined;
  const beat = async () => {
    const ageMs = clock.nowMs() - startedAtMs;
    if (lease !== undefined && ageMs >= times.relievedFromMs) {
      await leases.release(lease);
      lease = undefined;
    } else if (lease !== undefined) lease = await leases.renew(lease, leaseMs);
    else if (relievedAtMs === undefined) {
      const successor = await leases.holder(line);
      if (successor !== undefined && successor.fence > fence) relievedAtMs = clock.nowMs();
    }
  };
  const isOver = () => {
    const nowMs = clock.nowMs();
    if (relievedAtMs !== undefined && nowMs - relievedAtMs >= lingerMs) return true;
    return nowMs - startedAtMs >= times.endAfterMs;
  };
  while (!until.aborted && !isOver()) {
    await clock.sleep(times.beatMs, until).catch(() => {});
    if (until.aborted) break;
    await beat().catch((error: unknown) => log.warn("relay-beat-failed", { generation: fence, error }));
  }
  stop.abort();
  await listening;
  if (lease !== undefined) await leases.release(lease);
  log.info("relay-ended", { generation: fence, relieved: relievedAtMs !== undefined });
  return relievedAtMs === undefined ? "ended" : "relieved";
}

/** A holder that has missed a beat is given until its lease ends: then it beats again, or it is dead. */
async function somebodyListens({ leases, clock, version }: Deps, times: RelayTimes): Promise<boolean> {
  const holder = await leases.holder(line);
  if (holder === undefined) return false;
  if (!holder.owner.startsWith(`${version}/`)) {
    await leases.release(holder);
    return false;
  }
  const leftMs = holder.untilMs - clock.nowMs();
  if (leftMs > (leaseFactor - 1) * times.beatMs) return true;
  await clock.sleep(leftMs + 1_000);
  return (await leases.holder(line)) !== undefined;
}
