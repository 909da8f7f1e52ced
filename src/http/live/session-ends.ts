/** Tells live connections that their session was ended in this process. Others notice at their next heartbeat. */
export type SessionEnds = {
  /** A signal that aborts when the session ends; `forget` it when the connection closes. */
  watch(sessionId: string): { readonly signal: AbortSignal; forget(): void };
  end(sessionId: string): void;
};

/** An empty list of watchers. */
export function createSessionEnds(): SessionEnds {
  const watchers = new Map<string, Set<AbortController>>();
  return {
    watch(sessionId) {
      const controller = new AbortController();
      const those = watchers.get(sessionId) ?? new Set();
      watchers.set(sessionId, those.add(controller));
      return {
        signal: controller.signal,
        forget: () => {
          those.delete(controller);
          if (those.size === 0) watchers.delete(sessionId);
        },
      };
    },
    end(sessionId) {
      for (const controller of watchers.get(sessionId) ?? []) controller.abort();
      watchers.delete(sessionId);
    },
  };
}
