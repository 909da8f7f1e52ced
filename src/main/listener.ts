import { runListener } from "../listener/run-listener.ts";
import { awsPlatform } from "./aws/aws-platform.ts";
import { serveListenerHealth } from "./aws/listener-health.ts";
import { listenerOver } from "./aws/listener-over.ts";
import { version } from "./aws/version.ts";
import { createStores } from "./create-stores.ts";
import { readEnv } from "./env.ts";

/**
 * The listener on its own, against the store on AWS: in a container there, or on a box at home. SIGTERM ends it within ten
 * seconds: nothing new is taken, what is held is given back, the broker hears a good-bye.
 */
async function main(): Promise<void> {
  const env = readEnv(process.env);
  const ground = awsPlatform(env, version, createStores);
  const { clock, chance, log } = ground;
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      log.info("stopping", { because: signal });
      stop.abort();
      // A second one means: at once.
      process.once(signal, () => process.exit(130));
    });

  const load = async () => {
    for (let waitMs = 500; ; waitMs = Math.min(30_000, waitMs * 2)) {
      try {
        return await ground.load();
      } catch (error) {
        if (stop.signal.aborted) return undefined;
        log.warn("listener-not-started", { error, againInMs: waitMs });
        await clock.sleep(waitMs, stop.signal).catch(() => {});
      }
    }
  };
  const loaded = await load();
  if (loaded === undefined) return;
  const listenerId = env.LISTENER_ID ?? `listener-${chance.id().toLowerCase()}`;
  const { deps, besides } = listenerOver(ground, loaded, listenerId);
  await using health = await serveListenerHealth(env.LISTENER_HEALTH_PORT, {
    accounts: deps.board.accounts,
    nowMs: clock.nowMs,
  });
  log.info("listener-started", { listener: deps.listenerId, health: health.port, version });
  await Promise.all([runListener(deps, stop.signal), besides(stop.signal)]);
}

await main();
