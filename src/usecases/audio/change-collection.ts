import { type Collection, mostInCollection } from "../../domain/audio/collection.ts";
import { type AudioId, CollectionId } from "../../domain/ids.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Collections } from "../../stores/collections.ts";

export type CollectionDeps = {
  readonly collections: Collections;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly liveUpdates: LiveUpdates;
};

export type CollectionChanged =
  | { readonly ok: true; readonly collection: Collection }
  | { readonly ok: false; readonly why: "not-found" | "too-large" };

/** Puts recordings together. */
export async function makeCollection(
  deps: CollectionDeps,
  wanted: { readonly title: string; readonly audio: readonly AudioId[] },
): Promise<Collection> {
  const nowMs = deps.clock.nowMs();
  const collection: Collection = {
    id: CollectionId(deps.chance.id().toLowerCase()),
    title: wanted.title,
    audio: [...new Set(wanted.audio)],
    createdAtMs: nowMs,
    changedAtMs: nowMs,
  };
  await deps.collections.create(collection);
  deps.liveUpdates.publish({ of: "audio", audioIds: [] });
  return collection;
}

/** Renames it, says anew what is in it and in which order, or puts some in (at its end) or takes some out. */
export async function changeCollection(
  deps: CollectionDeps,
  id: CollectionId,
  change: {
    readonly title?: string | undefined;
    readonly audio?: readonly AudioId[] | undefined;
    readonly add?: readonly AudioId[] | undefined;
    readonly remove?: readonly AudioId[] | undefined;
  },
): Promise<CollectionChanged> {
  for (;;) {
    const found = await deps.collections.get(id);
    if (found === undefined) return { ok: false, why: "not-found" };
    const audio = new Set([...(change.audio ?? found.value.audio), ...(change.add ?? [])]);
    for (const each of change.remove ?? []) audio.delete(each);
    if (audio.size > mostInCollection) return { ok: false, why: "too-large" };
    const { title = found.value.title } = change;
    const changedAtMs = deps.clock.nowMs();
    const collection: Collection = { ...found.value, title, audio: [...audio], changedAtMs };
    if (!(await deps.collections.save(collection, found.version)).ok) continue;
    deps.liveUpdates.publish({ of: "audio", audioIds: [] });
    return { ok: true, collection };
  }
}
