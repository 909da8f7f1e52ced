import { shownFileName } from "../../domain/audio/file-title.ts";
import { leftOutWords } from "../../domain/audio/left-out-words.ts";
import { soundKind } from "../../domain/audio/sniff-sound.ts";
import { AudioId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { JsonObject } from "../../domain/json.ts";
import {
  type ArchiveEntry,
  type ArchiveRefusal,
  ArchiveRefused,
  type Archives,
} from "../../ports/archives.ts";
import type { Treatment } from "../../ports/audio-converter.ts";
import type { ScratchFolder } from "../../ports/scratch.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { type IngestDeps, ingestPath } from "./ingest-path.ts";

/** More is no family's album: two hundred audiobooks or a bomb. */
const limits = { maxFiles: 2000, maxBytes: 20_000_000_000 };

const refusals: Readonly<Record<ArchiveRefusal, readonly [what: string, hint: string]>> = {
  damaged: ["is damaged", "Pack or download it again."],
  locked: ["is locked with a password", "Unpack it and add the files in it."],
  "leads-outside": [
    "holds paths that lead outside of it, as only an attack would",
    "Do not trust where it came from.",
  ],
  "too-much": ["holds more than fits", `At most ${limits.maxFiles} files and 20 GB when unpacked.`],
};

/**
 * Takes every sound file of a ZIP into the library, one after the other; other files (covers, notes) are passed over. What
 * is sound and does not come in is told. After a crash it goes on behind the last file that was done.
 */
export async function ingestArchive(
  deps: IngestDeps & { readonly archives: Archives },
  folder: ScratchFolder,
  archive: {
    readonly path: string;
    readonly name: string;
    readonly tags: readonly string[];
    readonly treatment: Treatment;
    readonly keepOriginal?: boolean;
  },
  job: Job,
  at: JobContext,
): Promise<JobOutcome> {
  const done = progressOf(job.checkpoint);
  try {
    const files: ArchiveEntry[] = [];
    for await (const entry of deps.archives.entries(archive.path, limits)) {
      files.push(entry);
      if (entry.number < done.files) continue;
      at.signal.throwIfAborted();
      at.tell({ done: entry.number, saying: shownFileName(entry.name) });
      const file = `file-${entry.number}`;
      const unpacked = await unpack(entry, folder, file).catch((error: unknown) => {
        if (error instanceof ArchiveRefused) return "is damaged";
        throw error;
      });
      if (unpacked === "nothing") done.passedOver += 1;
      else if (unpacked !== "sound") {
        await folder.remove(file);
        done.skipped.push(`“${shownFileName(entry.name)}” ${unpacked}.`);
      } else {
        const ingested = await ingestPath(deps, folder, {
          ...archive,
          path: folder.path(file),
          name: shownFileName(entry.name),
          idPrefix: `${job.id}-f${entry.number}`,
          signal: at.signal,
          onProgress: () => {},
          onKept: (times) => at.checkpoint({ ...done, converted: times }),
        });
        await folder.remove(file);
        if (ingested.ok) {
          done.audioIds.push(...ingested.pieces.map(({ id }) => id));
          done.added += ingested.pieces.filter(({ isNew }) => isNew).length;
        } else done.skipped.push(ingested.why);
      }
      done.files = entry.number + 1;
      await at.checkpoint({ ...done });
    }
  } catch (error) {
    if (!(error instanceof ArchiveRefused)) throw error;
    const [what, hint] = refusals[error.why];
    return { ok: false, why: `“${shownFileName(archive.name)}” ${what}.`, hint };
  }
  if (done.audioIds.length === 0)
    return {
      ok: false,
      why: done.skipped[0] ?? `“${shownFileName(archive.name)}” holds no sound.`,
      hint: "Choose another file.",
    };
  const { audioIds, added, skipped } = done;
  const leftOut = leftOutWords(skipped);
  return {
    ok: true,
    result: {
      audioIds,
      audioId: audioIds[0] ?? "",
      added,
      skipped,
      ...(leftOut !== undefined && { leftOut }),
    },
  };
}

function progressOf(checkpoint: JsonObject | undefined) {
  const list = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  const count = (value: unknown): number => (typeof value === "number" ? value : 0);
  return {
    files: count(checkpoint?.["files"]),
    added: count(checkpoint?.["added"]),
    passedOver: count(checkpoint?.["passedOver"]),
    audioIds: list(checkpoint?.["audioIds"]).map(AudioId),
    skipped: list(checkpoint?.["skipped"]),
  };
}

/** Sound by its name: whether we can read it, the converter says. */
const calledSound = /\.(aax?|aif[cf]?|amr|ape|caf|dsf|mka|mp[23]|mpc|ra|ram|wma|wv)$/i;

/** Unpacks what begins like sound or is called so; zeros without end are never written out. Else answers what is wrong with it. */
async function unpack(
  entry: ArchiveEntry,
  folder: ScratchFolder,
  file: string,
): Promise<"sound" | "nothing" | "is a ZIP itself: unpack it and send what is in it"> {
  const [look, whole] = (await entry.open()).tee();
  const reader = look.getReader();
  const { value: head } = await reader.read();
  const kind = soundKind(head ?? new Uint8Array(0));
  void reader.cancel().catch(() => {});
  if (kind === "zip" || (kind === "unknown" && !calledSound.test(entry.name))) {
    await whole.cancel();
    return /\.zip$/i.test(entry.name) ? "is a ZIP itself: unpack it and send what is in it" : "nothing";
  }
  await folder.write(file, whole, entry.bytes);
  return "sound";
}
