import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { countedFacts } from "./agreed-names.ts";

const everyMs = 60_000;

/** Says once a minute that we listen, if we do: the dead-man alarm counts it, and its absence is told to a person. */
export async function logHeartbeat(
  {
    clock,
    log,
    isListening,
  }: { readonly clock: Clock; readonly log: Log; readonly isListening: () => boolean },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    if (isListening()) log.info(countedFacts.listenerBeat, {});
    await clock.sleep(everyMs, signal).catch(() => {});
  }
}
