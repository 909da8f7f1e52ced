import type { Clock } from "../../ports/clock.ts";

/** Slows down who guesses secrets: after so many misses an address is not answered for a while. */
export type GuessGuard = {
  isClosed(address: string): boolean;
  missed(address: string): void;
};

const mostMisses = 30;
const windowMs = 60_000;
const mostAddresses = 10_000;

/**
 * Counts in memory, each process for itself, also on Lambda: nobody guesses 128 bits, so it is our storage that is spared here,
 * and counting there would cost more than it spares. What can be guessed (passwords) or fills the disk (messages) is counted in
 * the table: `AttemptWindows`.
 */
export function createGuessGuard(clock: Clock): GuessGuard {
  const misses = new Map<string, { readonly sinceMs: number; readonly count: number }>();
  const open = (address: string) => {
    const found = misses.get(address);
    return found !== undefined && clock.nowMs() - found.sinceMs < windowMs ? found : undefined;
  };
  return {
    isClosed: (address) => (open(address)?.count ?? 0) >= mostMisses,
    missed(address) {
      const before = open(address);
      misses.delete(address);
      misses.set(address, { sinceMs: before?.sinceMs ?? clock.nowMs(), count: (before?.count ?? 0) + 1 });
      const oldest = misses.keys().next().value;
      if (misses.size > mostAddresses && oldest !== undefined) misses.delete(oldest);
    },
  };
}
