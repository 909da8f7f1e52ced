import type { Audio } from "../../domain/audio/audio.ts";
import type { ByteMap } from "../../domain/audio/byte-map.ts";
import type { StreamId } from "../../domain/ids.ts";
import { joinAudio } from "../../domain/streams/join-audio.ts";
import { isPersonal } from "../../domain/streams/stream-rule.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Settings } from "../../stores/settings.ts";
import type { Streams } from "../../stores/streams.ts";
import { pickPresent } from "./pick-present.ts";
import type { RuleCandidateDeps } from "./rule-candidates.ts";

export type SlotSoundDeps = RuleCandidateDeps & {
  readonly streams: Streams;
  readonly audio: AudioLibrary;
  readonly settings: Settings;
  readonly clock: Clock;
};

/** What a slot would play now to somebody who never listened before, as one piece of sound. */
export type SlotSound = {
  readonly map: ByteMap;
  readonly pieces: readonly Audio[];
  readonly seconds: number;
  readonly codec: "mp3" | "aac";
  /** Names the bytes without reading them: the same text, the same sound. */
  readonly contents: string;
  /** It would be another one the next time, or for somebody else. */
  readonly changes: boolean;
};

/** Reads records only. `undefined`: there is no such slot, or its recordings are gone. */
export async function slotSound(
  deps: SlotSoundDeps,
  streamId: StreamId,
  slot: string,
): Promise<SlotSound | undefined> {
  const stream = (await deps.streams.get(streamId))?.value;
  if (stream === undefined) return undefined;
  const nowMs = deps.clock.nowMs();
  const zone = (await deps.settings.get("time-zone")).value;
  const facts = { nowMs, zone, listener: "", startedAtMs: nowMs, progress: {} };
  const picked = await pickPresent(deps, stream, slot, facts);
  if (picked === undefined) return undefined;
  // What goes on without an end is brought elsewhere as its list, once.
  const audio = picked.endless && stream.rule.kind === "queue" ? stream.rule.audio : picked.audio;
  const records = new Map(
    (await deps.audio.getMany([...new Set(audio)])).map(({ value }) => [value.id, value]),
  );
  const pieces = audio.flatMap((id) => records.get(id) ?? []);
  const joined = joinAudio(pieces);
  if (joined === undefined || pieces.length < audio.length) return undefined;
  const { map, seconds, codec } = joined;
  return {
    map,
    pieces,
    seconds,
    codec,
    contents: pieces.map(({ sha256 }) => sha256).join("+"),
    changes: isPersonal(stream.rule) || ["radio", "today", "mailbox"].includes(stream.rule.kind),
  };
}

/** All bytes of a sound, file after file. Throws when a file is gone. */
export function readSound(files: Pick<AudioFiles, "read">, map: ByteMap): ReadableStream<Uint8Array> {
  async function* bytes() {
    for (const { key, fileStart, bytes } of map.segments) {
      const part = await files.read(key, { first: fileStart, last: fileStart + bytes - 1 });
      if (part === undefined)
        throw new Error(`The file ${key} is not there any more; restore it from a backup`);
      yield* part;
    }
  }
  return ReadableStream.from(bytes());
}
