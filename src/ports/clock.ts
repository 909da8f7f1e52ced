/** Time, as it comes from outside. Milliseconds since 1970, UTC. */
export type Clock = {
  nowMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason when that comes first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};
