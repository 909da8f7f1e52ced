import { idTimeMs } from "../../domain/id-time.ts";
import { AudioId } from "../../domain/ids.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { FileSweeps } from "../../stores/file-sweeps.ts";

type Deps = { readonly audio: AudioLibrary; readonly files: AudioFiles };

const folder = "originals/";
/** What is being taken in has its file before it has its record. */
const freshMs = 2 * 86_400_000;
const lookEveryMs = 86_400_000;

/** Deletes those of the kept files that no piece comes from any more, in the trash or out of it; answers how many. */
export async function deleteUnusedOriginals(deps: Deps, keys: ReadonlySet<string>): Promise<number> {
  if (keys.size === 0) return 0;
  const unused = new Set(keys);
  for await (const { value } of deps.audio.all()) unused.delete(value.original?.key ?? "");
  let cursor: string | undefined;
  do {
    const page = await deps.audio.trash({ limit: 500, ...(cursor && { cursor }) });
    for (const { value } of page.records) unused.delete(value.original?.key ?? "");
    cursor = page.cursor;
  } while (cursor !== undefined);
  for (const key of unused) await deps.files.delete(key);
  return unused.size;
}

/**
 * Deletes kept files whose pieces never came, because a crash or another copy of the sound was in the way. Once a day at most, and the
 * library is read only where a file's own first piece is not there: that is a cut one, or one of a sound that was here before.
 */
export async function sweepOriginals(
  deps: Deps & { readonly clock: Pick<Clock, "nowMs">; readonly fileSweeps: FileSweeps },
): Promise<number> {
  const nowMs = deps.clock.nowMs();
  if (nowMs - ((await deps.fileSweeps.originalsAtMs()) ?? Number.NEGATIVE_INFINITY) < lookEveryMs) return 0;
  const old = new Set<string>();
  let after: string | undefined;
  do {
    const page = await deps.files.list(folder, after);
    for (const { key } of page) {
      const [id = ""] = key.slice(folder.length).split("-");
      const madeAtMs = idTimeMs(id);
      if (madeAtMs === undefined || nowMs - madeAtMs > freshMs) old.add(key);
    }
    after = page.at(-1)?.key;
  } while (after !== undefined);
  const firstPieces = new Map([...old].map((key) => [key, AudioId(`${key.slice(folder.length)}-1`)]));
  const known = await deps.fileSweeps.known([...firstPieces.values()]);
  const swept = await deleteUnusedOriginals(
    deps,
    new Set([...firstPieces].flatMap(([key, piece]) => (known.has(piece) ? [] : [key]))),
  );
  await deps.fileSweeps.noteOriginals(nowMs);
  return swept;
}
