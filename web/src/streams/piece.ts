import type { Stream } from "../../../src/http/schema/stream.ts";

/** A recording as the editor knows it. */
export type Piece = Stream["pieces"][number];

/** What is known of recordings, by id; the editor learns more as one chooses. */
export type KnownPieces = ReadonlyMap<string, Piece>;

/** The recordings of a list; one that is gone keeps its place under a name that says so. */
export function piecesOf(audio: readonly string[], known: KnownPieces): readonly Piece[] {
  return audio.map((id) => known.get(id) ?? { id, title: "(no longer in the library)", seconds: 0 });
}
