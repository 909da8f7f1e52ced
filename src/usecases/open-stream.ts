import type { Audio } from "../domain/audio.ts";
import type { StreamId, StreamSecret } from "../domain/ids.ts";
import type { Listening } from "../domain/listening.ts";
import { choose } from "../domain/slots.ts";
import type { AudioFiles, AudioPlace } from "../ports/audio-files.ts";
import type { Clock } from "../ports/clock.ts";
import type { AudioLibrary } from "../stores/audio.ts";
import type { Listenings } from "../stores/listenings.ts";
import type { Versioned } from "../stores/records.ts";
import type { Streams } from "../stores/streams.ts";

type Deps = {
  readonly streams: Streams;
  readonly listenings: Listenings;
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
  readonly clock: Clock;
};

/** Who asks for which slot. `listener` tells one player from another as well as can be; it is never a proof. */
export type SlotRequest = {
  readonly secret: StreamSecret;
  readonly slot: string;
  readonly listener: string;
};

export type Opened =
  | {
      readonly ok: true;
      readonly streamId: StreamId;
      readonly audio: Audio;
      readonly place: AudioPlace;
      readonly listening: Versioned<Listening> | undefined;
    }
  | { readonly ok: false; readonly why: "unknown-stream" | "empty-slot" };

/** A paused night: a redirect given in the evening must still work in the morning. */
const urlSeconds = 12 * 3600;

/** What a slot plays for this listener now, and where its bytes are. Reads only; asking twice gives the same. */
export async function openStream(deps: Deps, asked: SlotRequest): Promise<Opened> {
  const stream = (await deps.streams.bySecret(asked.secret))?.value;
  if (stream === undefined) return { ok: false, why: "unknown-stream" };
  const listening = await deps.listenings.get(stream.id, asked.listener);
  const before = listening?.value.answers[asked.slot];
  const nowMs = deps.clock.nowMs();
  // What was promised before may have been deleted since: then the stream decides anew.
  for (const promised of [before, undefined]) {
    const audioId = choose(stream, asked.slot, promised, nowMs);
    const audio = audioId === undefined ? undefined : (await deps.audio.get(audioId))?.value;
    const place = audio === undefined ? undefined : await deps.files.locate(audio.fileKey, urlSeconds);
    if (audio !== undefined && place !== undefined)
      return { ok: true, streamId: stream.id, audio, place, listening };
  }
  return { ok: false, why: "empty-slot" };
}
