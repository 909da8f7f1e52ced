import type { OpenClient } from "./open-client.ts";

/** Slows the broker down to the speed at which messages are handled. */
export type Backpressure = {
  /** The current message is not acknowledged, and the next one not read, until the promise settles. */
  hold(until: Promise<void>): void;
  /** Milliseconds since reading went on; 0 while it is paused. Silence within that time is not our own doing. */
  freeForMs(): number;
};

/** Adds backpressure to a client. While it is on, everything on its connection waits at the broker, acknowledgements too. */
export function createBackpressure({ client, socket }: Pick<OpenClient, "client" | "socket">): Backpressure {
  let holding: Promise<void> | undefined;
  let isHolding = false;
  let freeSinceMs = Number.NEGATIVE_INFINITY;
  client.handleMessage = (_packet, done) => {
    if (holding === undefined) return done();
    isHolding = true;
    socket.pause();
    const goOn = () => {
      isHolding = false;
      freeSinceMs = performance.now();
      socket.resume();
      done();
    };
    holding.then(goOn, goOn);
    holding = undefined;
  };
  return {
    hold(until) {
      holding = until;
    },
    freeForMs: () => (isHolding ? 0 : performance.now() - freeSinceMs),
  };
}
