/** What happened to all players of a listener and does not stand in the store yet. */
export type Backlog = {
  /** So much more waits to be stored; less, when it is negative. */
  add(count: number): void;
  /** The store took a write, or failed to: while it is away, waiting for it would only make us deaf. */
  stored(well: boolean): void;
  /** Fulfils when there is room for more. `undefined`: there is. */
  room(): Promise<void> | undefined;
};

/**
 * A bound for what waits. Whoever hears more than the store takes waits for room before it hears on, and so does Yoto's broker: an
 * overloaded listener is slow, and neither loses anything nor runs out of memory.
 */
export function createBacklog(most: number): Backlog {
  let waiting = 0;
  let away = false;
  let room: { readonly promise: Promise<void>; resolve(): void } | undefined;
  const look = () => {
    if (room === undefined || (waiting > most && !away)) return;
    room.resolve();
    room = undefined;
  };
  return {
    add(count) {
      waiting += count;
      look();
    },
    stored(well) {
      away = !well;
      look();
    },
    room() {
      if (waiting <= most || away) return undefined;
      room ??= Promise.withResolvers<void>();
      return room.promise;
    },
  };
}
