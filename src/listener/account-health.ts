import type { YotoAccountId } from "../domain/ids.ts";
import type { AccountHealth, ListenerHealth } from "../domain/listener-health.ts";
import type { Clock } from "../ports/clock.ts";
import type { LiveUpdates } from "../ports/live-updates.ts";
import type { Log } from "../ports/log.ts";
import type { ListenerHealths } from "../stores/listener-health.ts";
import type { Agenda } from "./agenda.ts";

/** The health of what this process listens to, as its own HTTP server reads it; kept current without any writing. */
export type HealthBoard = ListenerHealth & {
  set(health: AccountHealth): void;
  drop(id: YotoAccountId): void;
};

/** An empty board: nothing is listened to yet. */
export function createHealthBoard(): HealthBoard {
  const accounts = new Map<YotoAccountId, AccountHealth>();
  return {
    accounts: () => [...accounts.values()],
    set: (health) => void accounts.set(health.accountId, health),
    drop: (id) => void accounts.delete(id),
  };
}

/** The health of one account while this listener looks after it. */
export type AccountHealthKeeper = {
  now(): AccountHealth;
  /** What changed. Other processes learn of it when `mqtt`, `linked` or `doing` did, else every ten minutes. */
  tell(change: Partial<Omit<AccountHealth, "accountId" | "listener" | "sinceMs">>): void;
  stop(): void;
};

const atMostEveryMs = 5_000;
const atLeastEveryMs = 600_000;

/** Begins with nothing known but that a connection is wanted. */
export function keepAccountHealth(
  deps: {
    readonly board: HealthBoard;
    readonly healths: ListenerHealths;
    readonly clock: Clock;
    readonly agenda: Agenda;
    readonly log: Log;
    readonly live: Pick<LiveUpdates, "publish">;
  },
  accountId: YotoAccountId,
  listener: string,
): AccountHealthKeeper {
  const { agenda, clock } = deps;
  let health: AccountHealth = {
    accountId,
    listener,
    linked: "linked",
    mqtt: "connecting",
    sinceMs: clock.nowMs(),
    players: 0,
    doing: "Connecting to Yoto",
  };
  let writtenAtMs = Number.NEGATIVE_INFINITY;
  let callOff: (() => void) | undefined;
  let plannedMs = Number.POSITIVE_INFINITY;
  let isTurned = false;
  let stopped = false;

  const write = async () => {
    writtenAtMs = agenda.nowMs();
    plan(atLeastEveryMs);
    const turned = isTurned;
    isTurned = false;
    await deps.healths
      .put(health)
      .catch((error: unknown) => deps.log.warn("health-not-stored", { accountId, error }));
    // Not before it is written: screens elsewhere ask at once, and read the store.
    if (turned) deps.live.publish({ of: "yoto-connections" });
  };
  const plan = (ms: number) => {
    callOff?.();
    plannedMs = agenda.nowMs() + ms;
    callOff = agenda.after(ms, write);
  };
  deps.board.set(health);
  // The first word may wait until there is something to say.
  plan(1_000);

  return {
    now: () => health,
    tell(change) {
      if (stopped) return;
      const before = health;
      const turned = change.mqtt !== undefined && change.mqtt !== before.mqtt;
      health = { ...before, ...change, ...(turned && { sinceMs: clock.nowMs() }) };
      deps.board.set(health);
      isTurned ||= turned;
      const changed = turned || health.doing !== before.doing || health.linked !== before.linked;
      const dueMs = Math.max(0, writtenAtMs + atMostEveryMs - agenda.nowMs());
      if (changed && agenda.nowMs() + dueMs < plannedMs) plan(dueMs);
    },
    stop() {
      stopped = true;
      callOff?.();
      deps.board.drop(accountId);
    },
  };
}
