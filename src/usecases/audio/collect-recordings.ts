import type { AudioId, CollectionId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Collections } from "../../stores/collections.ts";

/**
 * Puts the recordings of a work (a book, an album) into its collection, in order; the first one creates it. `without` are
 * recordings that were replaced. Whatever else somebody has added to the collection stays, after these.
 */
export async function collectRecordings(
  deps: { readonly collections: Collections; readonly clock: Clock },
  id: CollectionId,
  {
    title,
    audio,
    without,
  }: {
    readonly title: string;
    readonly audio: readonly AudioId[];
    readonly without: readonly AudioId[];
  },
): Promise<void> {
  const ours = [...new Set(audio)];
  const nowMs = deps.clock.nowMs();
  for (;;) {
    const found = await deps.collections.get(id);
    if (found === undefined) {
      const facts = { id, title, audio: ours, createdAtMs: nowMs, changedAtMs: nowMs };
      if ((await deps.collections.create(facts)).ok) return;
      continue;
    }
    const others = found.value.audio.filter((each) => !ours.includes(each) && !without.includes(each));
    const after = { ...found.value, audio: [...ours, ...others], changedAtMs: nowMs };
    if ((await deps.collections.save(after, found.version)).ok) return;
  }
}
