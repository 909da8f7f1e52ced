import { type Card, type CardFace, faceOf } from "../../domain/cards/card.ts";
import { CardId } from "../../domain/ids.ts";
import type { Cards } from "../../stores/cards.ts";
import { keepNewStream, type StreamDeps } from "../streams/make-stream.ts";

/**
 * A second card like this one, kept here until it is published. The copy gets a list of its own where the card has one, so that
 * changing one does not change the other; streams with a rule are shared. `undefined`: no such card.
 */
export async function duplicateCard(
  deps: StreamDeps & { readonly cards: Cards },
  id: CardId,
  title?: string,
): Promise<Card | undefined> {
  const found = (await deps.cards.get(id))?.value;
  if (found === undefined) return undefined;
  const own = found.ownStreamId && (await deps.streams.get(found.ownStreamId))?.value;
  const named = (title ?? `${found.title.slice(0, 93)} (copy)`).trim();
  const ownStreamId = own && (await keepNewStream(deps, { title: named, rule: own.rule })).id;
  const face: CardFace = { ...faceOf(found), title: named };
  const chapters = face.chapters.map((chapter) =>
    chapter.plays.from === "stream" &&
    chapter.plays.streamId === found.ownStreamId &&
    ownStreamId !== undefined
      ? { ...chapter, plays: { ...chapter.plays, streamId: ownStreamId } }
      : chapter,
  );
  const nowMs = deps.clock.nowMs();
  const card: Card = {
    ...face,
    id: CardId(deps.chance.id()),
    chapters,
    ...(ownStreamId && { ownStreamId }),
    createdAtMs: nowMs,
    changedAtMs: nowMs,
  };
  await deps.cards.create(card);
  deps.liveUpdates.publish({ of: "cards" });
  return card;
}
