import type { StreamSecret } from "../ids.ts";

/** The address that a card keeps for a slot. Stable for as long as the stream keeps its secret. */
export function streamUrl(publicUrl: URL, secret: StreamSecret, slot: string): URL {
  return new URL(`/s/${secret}/${slot}.mp3`, publicUrl);
}
