import { createHash } from "node:crypto";
import { byteInJoined } from "../../domain/streams/join-audio.ts";
import type { Opened } from "../../usecases/streams/open-stream.ts";
import type { EndlessPiece } from "./endless.ts";

type Found = Extract<Opened, { ok: true }>;

/** Of what has no end: no length, and no ranges. */
export function endlessHeaders(codec: "mp3" | "aac"): Readonly<Record<string, string>> {
  return {
    "Content-Type": codec === "mp3" ? "audio/mpeg" : "audio/aac",
    "Cache-Control": "no-store",
    "Accept-Ranges": "none",
    Connection: "close",
  };
}

/** One piece of what has no end, as the endless writer takes it. */
export function endlessPieceOf({ pieces, joined, places, chosen, ending }: Found): EndlessPiece {
  return {
    map: joined.map,
    seconds: joined.seconds,
    placeOf: (fileKey) => places.get(fileKey),
    byteAt: (second) => byteInJoined(pieces, second),
    isLast: chosen.endless !== true || ending !== undefined,
  };
}

/** The same tag promises the same bytes: of one whole file its hash, of several the hash of which bytes of which. */
export function etagOf({ pieces, joined, ending }: Found): string {
  const [first] = pieces;
  if (pieces.length === 1 && first?.bytes === joined.map.bytes && ending === undefined)
    return `"${first.sha256.slice(0, 32)}"`;
  const hash = createHash("sha256");
  hash.update(`${joined.map.segments[0]?.fileStart}`);
  for (const { sha256 } of pieces) hash.update(sha256);
  if (ending !== undefined) hash.update(JSON.stringify(joined.map));
  return `"${hash.digest("hex").slice(0, 32)}"`;
}
