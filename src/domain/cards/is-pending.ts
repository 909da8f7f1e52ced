import type { JsonObject } from "../json.ts";
import { diffJson } from "../json-diff.ts";
import { type Card, type CardFace, faceOf } from "./card.ts";

/** Whether the card as it is here differs from what was last brought to Yoto. */
export function isPending(card: Card): boolean {
  const as: CardFace | undefined = card.published?.as;
  if (card.published === undefined) return true;
  return as !== undefined && diffJson(asWritten(as), asWritten(faceOf(card))).length > 0;
}

/** A copy at Yoto that does not play is no change of the card. */
function asWritten(face: CardFace): JsonObject {
  const chapters = face.chapters.map(({ baked, ...chapter }) =>
    face.plays === "from-yoto" && baked !== undefined ? { ...chapter, baked } : chapter,
  );
  return { ...face, chapters };
}
