import { relayTimes, runRelayGeneration } from "../listener/relay-generation.ts";
import { awsPlatform } from "./aws/aws-platform.ts";
import { listenerOver } from "./aws/listener-over.ts";
import { version } from "./aws/version.ts";
import { createStores } from "./create-stores.ts";
import { readEnv } from "./env.ts";

/** Lambda numbers what was deployed: another number is another generation, also when it calls itself the same. */
const deployed = `${version}-${process.env["AWS_LAMBDA_FUNCTION_VERSION"] ?? "unnumbered"}`;
const ground = awsPlatform(readEnv(process.env), deployed, createStores);

/** Read once for as long as this process lives: most calls only look. */
let loading: ReturnType<typeof ground.load> | undefined;
function load() {
  loading ??= ground.load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** What is under way when a generation ends may take so long. */
const endsWithinMs = 30_000;

/**
 * The listener as a Lambda function that is called every minute: most calls see that somebody listens and end; now and then
 * one takes over and listens for fourteen minutes.
 */
export async function handler(
  _event: unknown,
  context: { getRemainingTimeInMillis(): number },
): Promise<{ readonly relay: string }> {
  const { stores, log } = ground;
  const loaded = await load();
  const { deps, besides } = listenerOver(ground, loaded, "relay");
  const stop = new AbortController();
  const endAfterMs = Math.min(relayTimes.endAfterMs, context.getRemainingTimeInMillis() - endsWithinMs);
  let aside: Promise<void> | undefined;
  const onListening = () => {
    aside = besides(stop.signal);
  };
  try {
    const times = { ...relayTimes, endAfterMs };
    const end = await runRelayGeneration(
      { ...deps, leases: stores.leases, version: ground.version, onListening },
      stop.signal,
      times,
    );
    return { relay: end };
  } catch (error) {
    log.error("relay-failed", { error });
    throw error;
  } finally {
    stop.abort();
    await aside;
  }
}
