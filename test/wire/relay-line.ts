import { type RelayEnd, type RelayTimes, runRelayGeneration } from "../../src/listener/relay-generation.ts";
import { createLeases } from "../../src/stores/leases.ts";
import type { ListeningWorld } from "./listening-world.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** A listener that is a relay: whoever looks and finds nobody listens, generation after generation. */
export function relayLine(
  world: Pick<ListeningWorld, "clock" | "listen">,
  options: {
    readonly time: VirtualTime;
    readonly times: RelayTimes;
    readonly lookEveryMs: number;
    /** Time goes on in steps of so much. */
    readonly stepMs?: number;
  },
) {
  const { time, times, lookEveryMs, stepMs = 500 } = options;
  const alive = new Set<{ kill(): void; readonly listenerId: string }>();
  const ends: RelayEnd[] = [];
  let sinceLookMs = lookEveryMs;
  const look = (version = "1") => {
    const generation = world.listen({}, async (deps, signal, table) => {
      const { listenerId: _, ...rest } = deps;
      const relay = { ...rest, leases: createLeases({ table, clock: world.clock }), version };
      ends.push(await runRelayGeneration(relay, signal, times));
      alive.delete(generation);
    });
    alive.add(generation);
    return generation;
  };
  return {
    alive,
    ends,
    look,
    /** Lets time go by, with somebody who looks now and then; `each` is called after every step. */
    async advance(ms: number, each: () => void = () => {}) {
      for (let leftMs = ms; leftMs > 0; leftMs -= stepMs) {
        if (sinceLookMs >= lookEveryMs) {
          sinceLookMs = 0;
          look();
        }
        sinceLookMs += stepMs;
        await time.advance(stepMs);
        each();
      }
    },
    /** `kill -9` of everything that runs. */
    kill() {
      for (const generation of alive) generation.kill();
      alive.clear();
    },
  };
}
