import { type Audio, doomedAtMs, trashKeptMs } from "../../domain/audio/audio.ts";
import type { AudioId, StoryId } from "../../domain/ids.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Versioned } from "../../stores/records.ts";
import { type NoteThrownDeps, noteThrownAway } from "../stories/note-thrown-away.ts";
import type { SlotsAtEdge } from "../streams/slots-at-edge.ts";
import { type AudioUse, type AudioUseDeps, findAudioUse } from "./find-audio-use.ts";
import { deleteUnusedOriginals } from "./sweep-originals.ts";

export type TrashDeps = {
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
  readonly clock: Clock;
  readonly liveUpdates: LiveUpdates;
  readonly slotsAtEdge?: Pick<SlotsAtEdge, "withdrawAudio"> | undefined;
};

type ChangeDeps = Pick<TrashDeps, "audio" | "liveUpdates">;

export type Trashed =
  | { readonly ok: true; readonly trashed: readonly AudioId[] }
  | { readonly ok: false; readonly why: "in-use"; readonly use: AudioUse };

/**
 * Puts recordings into the trash: from now on nothing plays them, and for thirty days they can be had back. What streams or
 * stories play needs `force`. Who is listening hears it out.
 */
export async function trashAudio(
  deps: TrashDeps & AudioUseDeps & NoteThrownDeps,
  ids: readonly AudioId[],
  force: boolean,
): Promise<Trashed> {
  if (!force) {
    const use = await findAudioUse(deps, ids);
    if (use.streams.length + use.stories.length > 0) return { ok: false, why: "in-use", use };
  }
  await noteThrownAway(deps, ids);
  if (force) await deps.slotsAtEdge?.withdrawAudio(ids);
  const trashedAtMs = deps.clock.nowMs();
  const trashed = await changeEach(deps, ids, (audio) => ({
    ...audio,
    trashedAtMs: audio.trashedAtMs ?? trashedAtMs,
  }));
  return { ok: true, trashed };
}

/** Puts what was spoken for a story into the trash, where it is that story's alone. */
export async function trashAudioOf(
  deps: TrashDeps,
  storyId: StoryId,
  ids: readonly AudioId[],
): Promise<void> {
  if (ids.length === 0) return;
  await deps.slotsAtEdge?.withdrawAudio(ids);
  const trashedAtMs = deps.clock.nowMs();
  await changeEach(deps, ids, (audio) =>
    audio.madeFor === storyId && audio.trashedAtMs === undefined ? { ...audio, trashedAtMs } : undefined,
  );
}

/** Takes recordings out of the trash; where they were used they are used again. Answers those that were there. */
export async function restoreAudio(deps: ChangeDeps, ids: readonly AudioId[]): Promise<readonly AudioId[]> {
  return changeEach(deps, ids, ({ trashedAtMs, ...audio }) =>
    trashedAtMs === undefined || trashedAtMs === doomedAtMs ? undefined : audio,
  );
}

/**
 * Deletes for good what lies in the trash: these, or all that came there before a moment. Answers how many. The record goes last: who
 * is killed in between leaves something in the trash that nobody can have back, and that is the first to go the next time.
 */
export async function emptyTrash(
  deps: TrashDeps,
  which: { readonly ids: readonly AudioId[] } | { readonly beforeMs: number },
): Promise<number> {
  const gone: Audio[] = [];
  for (const { value: audio, version } of await inTrash(deps, which)) {
    // Whom somebody takes out of the trash this very moment stays.
    const doomed = await deps.audio.save({ ...audio, trashedAtMs: doomedAtMs }, version);
    if (!doomed.ok) continue;
    for (const key of [audio.fileKey, audio.coverKey]) if (key !== undefined) await deps.files.delete(key);
    if (await deps.audio.delete(audio.id, doomed.version)) gone.push(audio);
  }
  const originals = new Set(gone.flatMap(({ original }) => original?.key ?? []));
  await deleteUnusedOriginals(deps, originals);
  const count = gone.length;
  if (count > 0) deps.liveUpdates.publish({ of: "audio", audioIds: [] });
  return count;
}

/** Deletes what has been in the trash for its time. */
export function emptyOldTrash(deps: TrashDeps): Promise<number> {
  return emptyTrash(deps, { beforeMs: deps.clock.nowMs() - trashKeptMs });
}

async function inTrash(
  { audio }: TrashDeps,
  which: { readonly ids: readonly AudioId[] } | { readonly beforeMs: number },
): Promise<readonly Versioned<Audio>[]> {
  if ("ids" in which) {
    const found = await Promise.all(which.ids.map((id) => audio.getAny(id)));
    return found.flatMap((each) => (each?.value.trashedAtMs === undefined ? [] : [each]));
  }
  const old: Versioned<Audio>[] = [];
  let cursor: string | undefined;
  do {
    const page = await audio.trash({ limit: 500, ...(cursor && { cursor }) });
    old.push(...page.records.filter(({ value: { trashedAtMs = 0 } }) => trashedAtMs <= which.beforeMs));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return old;
}

/** Changes those that there are; `undefined` leaves one as it is. Answers which were changed. */
async function changeEach(
  deps: ChangeDeps,
  ids: readonly AudioId[],
  change: (audio: Audio) => Audio | undefined,
): Promise<readonly AudioId[]> {
  const changed: AudioId[] = [];
  for (const id of new Set(ids))
    for (;;) {
      const found = await deps.audio.getAny(id);
      const after = found && change(found.value);
      if (found === undefined || after === undefined) break;
      if (!(await deps.audio.save(after, found.version)).ok) continue;
      changed.push(id);
      break;
    }
  if (changed.length > 0) deps.liveUpdates.publish({ of: "audio", audioIds: changed });
  return changed;
}
