import { type AudioId, StreamId, StreamSecret } from "../domain/ids.ts";
import type { Stream } from "../domain/stream.ts";
import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";
import type { LiveUpdates } from "../ports/live-updates.ts";
import type { AudioLibrary } from "../stores/audio.ts";
import type { Streams } from "../stores/streams.ts";

export type StreamDeps = {
  readonly streams: Streams;
  readonly audio: AudioLibrary;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly liveUpdates: LiveUpdates;
};

export type StreamMade =
  | { readonly ok: true; readonly stream: Stream }
  | { readonly ok: false; readonly why: "unknown-audio"; readonly unknown: readonly AudioId[] };

/** Makes a stream whose n-th slot plays the n-th piece, with a secret of its own. */
export async function makeStream(
  deps: StreamDeps,
  wanted: { readonly title: string; readonly audio: readonly AudioId[] },
): Promise<StreamMade> {
  const unknown = await unknownAudio(deps, wanted.audio);
  if (unknown.length > 0) return { ok: false, why: "unknown-audio", unknown };
  const nowMs = deps.clock.nowMs();
  const stream: Stream = {
    id: StreamId(deps.chance.id()),
    title: wanted.title,
    secret: newStreamSecret(deps.chance),
    rule: { kind: "fixed-list", audio: wanted.audio },
    createdAtMs: nowMs,
    changedAtMs: nowMs,
  };
  await deps.streams.create(stream);
  deps.liveUpdates.publish({ of: "streams" });
  return { ok: true, stream };
}

/** 128 bits: nobody guesses it. */
export function newStreamSecret(chance: Chance): StreamSecret {
  return StreamSecret(chance.secret(128));
}

/** Which of these pieces are not in the library. */
export async function unknownAudio(
  deps: { readonly audio: AudioLibrary },
  wanted: readonly AudioId[],
): Promise<readonly AudioId[]> {
  const known = new Set((await deps.audio.getMany([...new Set(wanted)])).map(({ value }) => value.id));
  return wanted.filter((id) => !known.has(id));
}
