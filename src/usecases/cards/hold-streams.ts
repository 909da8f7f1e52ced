import type { Card } from "../../domain/cards/card.ts";
import type { Streams } from "../../stores/streams.ts";

/**
 * Writes the streams that a card plays once more, as they are: whoever has looked for their cards a moment ago, so as to delete one,
 * looks again. One that is gone stays gone.
 */
export async function holdStreams({ streams }: { readonly streams: Streams }, card: Card): Promise<void> {
  const ids = new Set(
    card.chapters.flatMap(({ plays }) => (plays.from === "stream" ? [plays.streamId] : [])),
  );
  for (const id of ids)
    for (;;) {
      const found = await streams.get(id);
      if (found === undefined || (await streams.save(found.value, found.version)).ok) break;
    }
}
