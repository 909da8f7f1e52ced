import type { AudioId, StreamId } from "../domain/ids.ts";
import type { Stream } from "../domain/stream.ts";
import type { Cards } from "../stores/cards.ts";
import { type AudioUse, cardsPlaying } from "./find-audio-use.ts";
import { newStreamSecret, type StreamDeps, unknownAudio } from "./make-stream.ts";

export type StreamChanged =
  | { readonly ok: true; readonly stream: Stream }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" }
  | { readonly ok: false; readonly why: "unknown-audio"; readonly unknown: readonly AudioId[] };

/** What to change. `newSecret` silences every card that carries the old address. */
export type StreamChange = {
  readonly title?: string | undefined;
  readonly audio?: readonly AudioId[] | undefined;
  readonly newSecret?: boolean;
};

/** Changes what a stream plays or is called. Cards keep their addresses: they play the new list from the next track on. */
export async function changeStream(
  deps: StreamDeps,
  id: StreamId,
  change: StreamChange,
): Promise<StreamChanged> {
  const found = await deps.streams.get(id);
  if (found === undefined) return { ok: false, why: "not-found" };
  const unknown = change.audio === undefined ? [] : await unknownAudio(deps, change.audio);
  if (unknown.length > 0) return { ok: false, why: "unknown-audio", unknown };
  const stream: Stream = {
    ...found.value,
    title: change.title ?? found.value.title,
    rule: change.audio === undefined ? found.value.rule : { kind: "fixed-list", audio: change.audio },
    secret: change.newSecret === true ? newStreamSecret(deps.chance) : found.value.secret,
    changedAtMs: deps.clock.nowMs(),
  };
  if (!(await deps.streams.save(stream, found.version)).ok) return { ok: false, why: "changed-meanwhile" };
  deps.liveUpdates.publish({ of: "streams" });
  return { ok: true, stream };
}

export type StreamDeleted =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: "not-found" }
  | { readonly ok: false; readonly why: "in-use"; readonly cards: AudioUse["cards"] };

/** Deletes a stream; cards that play it fall silent, so what cards play needs `force`. */
export async function deleteStream(
  deps: StreamDeps & { readonly cards: Cards },
  id: StreamId,
  force: boolean,
): Promise<StreamDeleted> {
  if ((await deps.streams.get(id)) === undefined) return { ok: false, why: "not-found" };
  const cards = force ? [] : await cardsPlaying(deps, new Set([id]));
  if (cards.length > 0) return { ok: false, why: "in-use", cards };
  await deps.streams.delete(id);
  deps.liveUpdates.publish({ of: "streams" });
  return { ok: true };
}
