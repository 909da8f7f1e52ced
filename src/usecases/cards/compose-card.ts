import type { Card } from "../../domain/cards/card.ts";
import { usualCardLimits } from "../../domain/cards/card-limits.ts";
import type { StreamId } from "../../domain/ids.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import { streamUrl } from "../../domain/streams/stream-url.ts";
import type { ComposedCard, YotoCardJson, YotoContent } from "../../ports/yoto-content.ts";
import type { Settings } from "../../stores/settings.ts";
import type { Streams } from "../../stores/streams.ts";

export type ComposeDeps = {
  readonly streams: Streams;
  readonly settings: Settings;
  readonly cloud: Pick<YotoContent, "composeCard">;
  readonly publicUrl: URL;
};

/** A card as it would be written now, over what is `there` at Yoto if something is; or what stands against it. */
export async function composeCard(
  deps: ComposeDeps,
  card: Card,
  there?: YotoCardJson,
): Promise<ComposedCard> {
  const limits = { ...usualCardLimits, ...(await deps.settings.get("card-limits")).value };
  return deps.cloud.composeCard(card, await addressesOf(deps, card), limits, there);
}

/** The address of each chapter that plays a stream of ours, as they are now. */
async function addressesOf(
  deps: { readonly streams: Streams; readonly publicUrl: URL },
  card: Card,
): Promise<(chapterKey: string) => string> {
  const streams = new Map<StreamId, Stream>();
  const addresses = new Map<string, string>();
  for (const { key, plays } of card.chapters) {
    if (plays.from !== "stream") continue;
    const stream = streams.get(plays.streamId) ?? (await deps.streams.get(plays.streamId))?.value;
    if (stream === undefined) continue;
    streams.set(stream.id, stream);
    addresses.set(key, streamUrl(deps.publicUrl, stream.secret, plays.slot).href);
  }
  return (key) => addresses.get(key) ?? "";
}
