import type { UploadAnswer } from "../http/schema/audio.ts";
import type { LibraryChecked } from "../http/schema/audio-shelf.ts";
import type { Job } from "../http/schema/job.ts";
import { type Api, CliTrouble } from "./api.ts";
import { recordingsAsked, recordingTable } from "./audio-shelf.ts";
import { collectionNamed } from "./collections.ts";
import { jobDone, madeBy } from "./job-done.ts";
import type { Cli } from "./program.ts";
import { takeInFolder } from "./take-in-folder.ts";
import { clockTime } from "./text.ts";

/** `audio list`, `fetch`, `add` and `check`. */
export function audioCommands({ program, api, tell, reach }: Cli): void {
  const audio = program.command("audio").description("the library of recordings");

  audio
    .command("list [words...]")
    .description("recordings, newest first; with words, those that have them all, also in what is said")
    .option("--limit <count>", "at most so many", "100")
    .option("--tag <tag>", "only what has this tag")
    .option("--collection <collection>", "only what is in it, in its order")
    .action(
      async (
        words: string[],
        { collection, ...more }: { limit: string; tag?: string; collection?: string },
      ) => {
        const server = await api();
        const within = collection && { collection: (await collectionNamed(server, collection)).id };
        const items = await recordingsAsked(server, { words, ...more, ...within });
        const isAll = words.length === 0 && more.tag === undefined && collection === undefined;
        tell(items, () =>
          items.length > 0
            ? recordingTable(items)
            : isAll
              ? "The library is empty. Add a recording: yoto-smart-stream audio add <file>"
              : "Nothing was found.",
        );
      },
    );

  audio
    .command("fetch <address>")
    .description("bring in a recording from an address on the internet")
    .option("--title <title>", "what to call it")
    .option("--treatment <how>", "auto, speech, music or keep", "auto")
    .option("--keep-original", "keep the file itself too; without it the setting decides")
    .action(async (url: string, wanted: Wanted) => {
      const server = await api();
      const { title, treatment, keepOriginal } = wanted;
      const answer = await server.ask<UploadAnswer>("POST", "/api/audio/fetch", {
        url,
        title,
        treatment,
        keepOriginal,
      });
      if (answer.is === "being-prepared") await prepared(server, answer.job);
      else tell(answer, () => uploadLine(answer));
    });

  audio
    .command("add <path...>")
    .description("add recordings to the library: files, or folders with all that is in them")
    .option("--title <title>", "what to call it (with one file)")
    .option("--treatment <how>", "auto, speech, music or keep; without it MP3 stays as it is")
    .option("--keep-original", "keep the file itself too; without it the setting decides")
    .option("--watch", "keep looking at the folder, and add what is new or changed")
    .action(async (paths: string[], wanted: Wanted) => {
      const server = await api();
      /** Answers what was wrong, if anything. */
      const send = async (path: string): Promise<string | undefined> => {
        const { name, bytes } = await reach.openFile(path);
        const query = new URLSearchParams({ name });
        if (wanted.title !== undefined) query.set("title", wanted.title);
        if (wanted.treatment !== undefined) query.set("treatment", wanted.treatment);
        if (wanted.keepOriginal === true) query.set("keepOriginal", "true");
        try {
          const answer = await server.send<UploadAnswer>(`/api/audio?${query}`, bytes);
          if (answer.is === "being-prepared") await prepared(server, answer.job);
          else tell(answer, () => uploadLine(answer));
          return undefined;
        } catch (error) {
          // One bad file in a folder must not keep the others out.
          if (!(error instanceof CliTrouble)) throw error;
          return error.message;
        }
      };
      if (wanted.watch === true) return watch(server, paths, send);
      const refused: string[] = [];
      for (const path of (await Promise.all(paths.map(reach.filesUnder))).flat()) {
        const wrong = await send(path);
        if (wrong !== undefined) refused.push(`${path}: ${wrong}`);
      }
      if (refused.length > 0) throw new CliTrouble(refused.join("\n"));
    });

  /** Looks at folders again and again, until somebody stops it. */
  async function watch(
    server: Api,
    folders: readonly string[],
    send: (path: string) => Promise<string | undefined>,
  ): Promise<void> {
    for (;;) {
      for (const folder of folders) {
        const notes = reach.notesOf(`${server.url.origin} ${folder}`);
        const round = await takeInFolder(await reach.scanFolder(folder), await notes.read(), {
          nowMs: reach.nowMs,
          hash: reach.hashFile,
          send,
          remember: notes.write,
        });
        for (const line of round.refused) reach.print(line);
      }
      await reach.sleep(watchEveryMs);
    }
  }

  audio
    .command("check")
    .description("look whether every recording has its file, and the file its size")
    .action(async () => {
      const found = await (await api()).ask<LibraryChecked>("GET", "/api/audio/check");
      const words = { "file-gone": "its file is gone", "other-size": "its file has another size" };
      tell(found, () =>
        found.wrong.length === 0
          ? `${found.pieces} recordings, ${(found.bytes / 1_000_000).toFixed(1)} MB: all files are there.`
          : found.wrong.map(({ id, title, what }) => `${title} (${id}): ${words[what]}`).join("\n"),
      );
      if (found.wrong.length > 0)
        throw new CliTrouble(`${found.wrong.length} of ${found.pieces} are damaged.`);
    });

  async function prepared(server: Api, ordered: Job): Promise<void> {
    const job = await jobDone(reach, server, ordered);
    const pieces = madeBy(job).length;
    const leftOut = job.result?.["leftOut"];
    tell(
      job,
      () =>
        `Added ${job.title}${pieces <= 1 ? "" : ` as ${pieces} pieces`}${typeof leftOut === "string" ? `. ${leftOut}` : ""}`,
    );
  }
}

type Wanted = { title?: string; treatment?: string; keepOriginal?: boolean; watch?: boolean };

const watchEveryMs = 10_000;

/** What became of something sent. */
export function uploadLine(answer: Exclude<UploadAnswer, { is: "being-prepared" }>): string {
  return answer.is === "added"
    ? `Added ${answer.audio.title} (${clockTime(answer.audio.seconds)}), id ${answer.audio.id}`
    : `${answer.audio.title} was here already, id ${answer.audio.id}`;
}
