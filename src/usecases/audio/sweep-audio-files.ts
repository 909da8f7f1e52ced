import { idTimeMs } from "../../domain/id-time.ts";
import { AudioId, JobId } from "../../domain/ids.ts";
import { isOver } from "../../domain/job.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { FileSweeps } from "../../stores/file-sweeps.ts";
import type { Jobs } from "../../stores/jobs.ts";
import type { Moves } from "../../stores/moves.ts";

type Deps = { readonly files: AudioFiles; readonly fileSweeps: FileSweeps; readonly moves: Moves };
type Folder = (typeof folders)[number];

const folders = ["audio/", "covers/"] as const;
/** A run of a job ends within a quarter of an hour, and what a browser sends for itself within some hours. */
const freshMs = 2 * 86_400_000;
const roundEveryMs = 7 * 86_400_000;
/** A kill leaves a recording and its picture; where so many have no record, it is the records that are missing. */
const unnamedMost = 50;
/** They stand in one record. */
const doubtedMost = 1000;
/** Made of recordings, and forgotten by a rule of the place where they are. */
const joined = "audio/joined-";

/**
 * Deletes recordings and their pictures that have no record: what a killed upload had written before it could be entered. Run it before
 * uploads are taken, else it would take away what is just coming in.
 */
export async function sweepAudioFiles(deps: Deps): Promise<number> {
  if ((await deps.moves.underWay()) !== undefined) return 0;
  let swept = 0;
  for (const folder of folders) {
    let after: string | undefined;
    do {
      const page = await deps.files.list(folder, after);
      for (const { key } of await unnamedOf(deps, folder, page)) {
        await deps.files.delete(key);
        swept += 1;
      }
      after = page.at(-1)?.key;
    } while (after !== undefined);
  }
  return swept;
}

/**
 * The same where uploads never rest: looks through one page of files and remembers where it was, round after round, a week each.
 * It leaves what is younger than two days and what belongs to a job that may still go on; of what tells no age by its name, what
 * has its first round without a record.
 */
export async function sweepSomeAudioFiles(
  deps: Deps & { readonly jobs: Jobs; readonly clock: Pick<Clock, "nowMs">; readonly log: Log },
): Promise<number> {
  const nowMs = deps.clock.nowMs();
  const last = await deps.fileSweeps.place();
  if (last !== undefined && last.after === undefined && nowMs - last.beganAtMs < roundEveryMs) return 0;
  const { beganAtMs, after, doubtedBefore, doubted } =
    last?.after === undefined
      ? { beganAtMs: nowMs, after: folders[0], doubtedBefore: last?.doubted ?? [], doubted: [] }
      : { doubtedBefore: [], doubted: [], ...last, after: last.after };
  const folder = folders.find((each) => after.startsWith(each)) ?? folders[0];
  const page = await deps.files.list(folder, after);
  const tellsTime = (key: string) => idTimeMs(key.slice(folder.length)) !== undefined;
  const old = page.filter(({ key }) => {
    const madeAtMs = idTimeMs(key.slice(folder.length));
    return madeAtMs === undefined ? !key.startsWith(joined) : nowMs - madeAtMs > freshMs;
  });
  const unnamed = await unnamedOf(deps, folder, old);
  if (unnamed.length > 0 && (await deps.moves.underWay()) !== undefined) return 0;
  const waits = new Set<string>();
  let swept = 0;
  if (unnamed.length > unnamedMost)
    deps.log.error("files-without-records", { files: unnamed.length, folder });
  else
    for (const { key, id } of unnamed) {
      if (!tellsTime(key) && !doubtedBefore.includes(key)) {
        waits.add(key);
        continue;
      }
      // Made by a job, its id begins with the job's: that one, gone on with, would write the file anew.
      const job = await deps.jobs.get(JobId(id.slice(0, 26)));
      if (job !== undefined && !isOver(job.value)) continue;
      await deps.files.delete(key);
      swept += 1;
    }
  const next = page.at(-1)?.key ?? folders[folders.indexOf(folder) + 1];
  await deps.fileSweeps.keepPlace({
    beganAtMs,
    ...(next !== undefined && { after: next }),
    ...(doubtedBefore.length > 0 && { doubtedBefore }),
    ...(doubted.length + waits.size > 0 && { doubted: [...doubted, ...waits].slice(0, doubtedMost) }),
  });
  return swept;
}

async function unnamedOf(
  { fileSweeps }: Deps,
  folder: Folder,
  page: readonly { readonly key: string }[],
): Promise<readonly { readonly key: string; readonly id: AudioId }[]> {
  const files = page.flatMap(({ key }) => {
    const id = /^([a-z0-9-]+)\.[a-z0-9]+$/.exec(key.slice(folder.length))?.[1];
    return id === undefined ? [] : [{ key, id: AudioId(id) }];
  });
  const known = await fileSweeps.known(files.map(({ id }) => id));
  return files.filter(({ id }) => !known.has(id));
}
