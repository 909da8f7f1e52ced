import type { OpenClient } from "./open-client.ts";

/** How whoever takes the messages holds the broker up. */
export type HeldUp = {
  /** The message of this moment is neither confirmed, nor the next one read, before `until`. */
  hold(until: Promise<void>): void;
  /** For how long nothing has been held up: what did not come in that time is not our own doing. */
  freeForMs(): number;
};

/** Lets messages of a client be held up; what else comes on its connection (confirmations) waits behind them, at the sender. */
export function heldUp({ client, socket }: Pick<OpenClient, "client" | "socket">): HeldUp {
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
