import type { Log } from "../../ports/log.ts";
import { type EditionOrderDeps, orderDueEditions } from "./make-edition.ts";

const lookEveryMs = 300_000;

/** Looks after streams until the signal: the words of each day are ordered at their hour. */
export async function maintainStreams(
  deps: EditionOrderDeps & { readonly log: Log },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await orderDueEditions(deps);
    } catch (error) {
      if (!signal.aborted) deps.log.error("streams-not-looked-after", { error });
    }
    await deps.clock.sleep(lookEveryMs * (0.9 + 0.2 * deps.chance.fraction()), signal).catch(() => {});
  }
}
