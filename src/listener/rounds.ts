import type { AccountConnection } from "./account-connection.ts";
import type { AccountDeps } from "./account-deps.ts";
import type { AccountHealthKeeper } from "./account-health.ts";
import type { AccountPlayers } from "./account-players.ts";
import type { DeviceReader } from "./device-reader.ts";

/** Players stop reporting about five minutes after they were last asked. */
const heartbeatEveryMs = 240_000;
const statusEveryMs = 300_000;
const fullStatusEveryMs = 3_600_000;
const answerWithinMs = 10_000;
/** Reconnecting did not help against silence: then it is the players, for this long. */
const believeSilenceMs = 1_800_000;

/**
 * Goes round an account's players: a heartbeat so that they keep reporting, their status as a safety net, and a look at
 * whether anybody answers at all. The answer ends it.
 */
export function keepAsking(
  deps: AccountDeps,
  account: {
    readonly players: AccountPlayers;
    readonly connection: AccountConnection;
    readonly devices: DeviceReader;
    readonly health: AccountHealthKeeper;
  },
): () => void {
  const { agenda, chance, clock, log } = deps;
  const { players, connection } = account;
  const callOffs = new Map<string, () => void>();
  let suspicious = false;
  let gaveUpAtMs = Number.NEGATIVE_INFINITY;

  const every = (name: string, ms: number, act: () => void) => {
    const plan = (inMs: number) =>
      callOffs.set(
        name,
        agenda.after(inMs, () => {
          plan(ms * (0.95 + 0.05 * chance.fraction()));
          act();
        }),
      );
    plan(ms * (0.5 + 0.5 * chance.fraction()));
  };
  const online = () => players.all().filter(({ player }) => player.state().presence.is === "online");

  const heartbeat = () => {
    if (!connection.isUp()) return;
    const askedAtMs = agenda.nowMs();
    for (const { player } of players.all())
      void connection
        .say((over) => over.requestEvents(player.id))
        .catch((error: unknown) => log.warn("heartbeat-failed", { error }));
    account.health.tell({ lastHeartbeatAtMs: clock.nowMs() });
    callOffs.set(
      "answers",
      agenda.after(answerWithinMs, () => lookForAnswers(askedAtMs)),
    );
  };
  const lookForAnswers = (askedAtMs: number) => {
    const expected = online();
    const silent = expected.filter(({ player }) => player.heardMs("any") < askedAtMs);
    if (silent.length === 0 || !connection.isUp() || connection.forMs() < answerWithinMs) {
      suspicious = false;
      return;
    }
    if (silent.length < expected.length || agenda.nowMs() - gaveUpAtMs < believeSilenceMs) {
      suspicious = false;
      account.devices.readSoon();
    } else if (suspicious) {
      suspicious = false;
      gaveUpAtMs = agenda.nowMs();
      log.warn("yoto-link-silent", { players: silent.length });
      connection.giveUp();
    } else {
      suspicious = true;
      heartbeat();
    }
  };

  every("heartbeat", heartbeatEveryMs, heartbeat);
  every("status", statusEveryMs, () => {
    // Some firmware reports by itself every five minutes; others only when asked.
    // The rounds come a little early, and an answer a little late.
    const oldMs = agenda.nowMs() - 0.9 * statusEveryMs;
    for (const { player, asks } of online()) if (player.heardMs("status") <= oldMs) asks.ask("status");
  });
  every("full-status", fullStatusEveryMs, () => {
    for (const { asks } of online()) asks.ask("full-status");
  });
  return () => {
    for (const callOff of callOffs.values()) callOff();
  };
}
