import type { AudioId, CollectionId } from "../ids.ts";

/** Recordings that somebody put together, in their order: an album, a series, songs for the car. Each is in it once. */
export type Collection = {
  readonly id: CollectionId;
  readonly title: string;
  readonly audio: readonly AudioId[];
  readonly createdAtMs: number;
  readonly changedAtMs: number;
};

/** More do not fit into one record. */
export const mostInCollection = 5000;
