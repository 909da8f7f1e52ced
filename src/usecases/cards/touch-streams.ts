import type { Card } from "../../domain/cards/card.ts";
import type { Streams } from "../../stores/streams.ts";

/**
 * Saves the streams that a card plays unchanged, so that their version grows: a deletion that has checked for cards a moment ago
 * then fails and checks again. A stream that is gone stays gone.
 */
export async function touchStreams({ streams }: { readonly streams: Streams }, card: Card): Promise<void> {
  const ids = new Set(
    card.chapters.flatMap(({ plays }) => (plays.from === "stream" ? [plays.streamId] : [])),
  );
  for (const id of ids)
    for (;;) {
      const found = await streams.get(id);
      if (found === undefined || (await streams.save(found.value, found.version)).ok) break;
    }
}
