import type { Clock } from "../ports/clock.ts";
import type { Secrets } from "../ports/secrets.ts";

/** Marks by which this installation knows its own look at a slot: it must not count as a child who listens. */
export type CheckMarks = {
  /** Good for two minutes, in every process. */
  make(): Promise<string>;
  isOurs(mark: string): Promise<boolean>;
};

const purpose = "slot-check";
const goodForMs = 2 * 60_000;

/** {@link CheckMarks} that are sealed and kept nowhere. */
export function createCheckMarks(deps: { readonly secrets: Secrets; readonly clock: Clock }): CheckMarks {
  return {
    make: () => deps.secrets.seal(String(deps.clock.nowMs() + goodForMs), purpose),
    async isOurs(mark) {
      const until = await deps.secrets.open(mark, purpose).catch(() => "0");
      return deps.clock.nowMs() < Number(until);
    },
  };
}
