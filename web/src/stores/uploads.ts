import { signal } from "@preact/signals";
import type { AudioItem } from "../../../src/http/schema/audio.ts";
import type { Job } from "../../../src/http/schema/job.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { forgetLeft, keyOf, type LeftUpload, leftUploads } from "../api/begun-uploads.ts";
import { onLive } from "../api/live.ts";
import { uploadAudio } from "../api/upload-audio.ts";
import { audioList, readAudio } from "./audio.ts";
import { steerJob } from "./card-work.ts";
import { forgetOnSignOut } from "./session.ts";

/** One file on its way into the library. */
export type Upload = {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  readonly state:
    | { readonly is: "waiting" }
    /** `isCut`: the line is; it goes on by itself. */
    | { readonly is: "sending"; readonly share: number; readonly isCut?: boolean }
    | { readonly is: "being-prepared"; readonly jobId: string; readonly share: number }
    /** `audio`: what became of it, in its order; a book or an archive becomes several. */
    | {
        readonly is: "added";
        readonly audio: readonly AudioItem[];
        readonly wasThere: boolean;
        /** What of an archive did not come in, in sentences. */
        readonly leftOut?: string;
      }
    /** `jobId`: it was sent whole, and its job can be tried again. */
    | { readonly is: "refused"; readonly failure: ApiFailure; readonly jobId?: string };
};

/** Whether what is chosen next is kept as it is, too; until somebody says so, as the settings say. */
export const keepingOriginals = signal<boolean | undefined>(undefined);

/** What was begun before this visit and not sent whole. */
export const left = signal<readonly LeftUpload[]>(leftUploads());

/** All files of this visit, oldest first. */
export const uploads = signal<readonly Upload[]>([]);

const files = new Map<number, File>();
const originals = new Map<number, boolean | undefined>();
const cancels = new Map<number, AbortController>();
let count = 0;
/** As many as one card takes. */
const readAtMost = 100;
let running = false;

/** Puts files into the queue; they go one after the other. */
export function upload(chosen: readonly File[]): void {
  const fresh = chosen.map((file): Upload => {
    const id = ++count;
    files.set(id, file);
    originals.set(id, keepingOriginals.value);
    return { id, name: file.name, bytes: file.size, state: { is: "waiting" } };
  });
  const keys = new Set(chosen.map(keyOf));
  left.value = left.value.filter(({ key }) => !keys.has(key));
  uploads.value = [...uploads.value, ...fresh];
  void work();
}

/** Shows something that the server fetches by itself among the uploads. */
export function followUpload(job: Job): void {
  const state = { is: "being-prepared", jobId: job.id, share: job.progress } as const;
  uploads.value = [...uploads.value, { id: ++count, name: job.title, bytes: 0, state }];
}

/** Shows something that was made here among the uploads: it is in the library, and a card can be made of it. */
export function showAdded(audio: AudioItem): void {
  const state = { is: "added", audio: [audio], wasThere: false } as const;
  uploads.value = [...uploads.value, { id: ++count, name: audio.title, bytes: audio.bytes, state }];
  void audioList.reload();
}

/** Takes those off the list whose recordings are on a card now. */
export function dismissAdded(audio: readonly AudioItem[]): void {
  const ids = new Set(audio.map(({ id }) => id));
  uploads.value = uploads.value.filter(
    ({ state }) =>
      state.is !== "added" || state.leftOut !== undefined || !state.audio.every(({ id }) => ids.has(id)),
  );
}

/** Stops one that waits or is on its way, and takes one that ended off the list. */
export function dismissUpload(id: number): void {
  cancels.get(id)?.abort();
  files.delete(id);
  uploads.value = uploads.value.filter((each) => each.id !== id);
}

/** Does not go on with what was begun before. */
export function dismissLeft(key: string): void {
  forgetLeft(key);
  left.value = left.value.filter((each) => each.key !== key);
}

/** Whether it was not the file's fault: the line, the session, the disk. */
export function mayGoNextTime({ state }: Upload): boolean {
  if (state.is !== "refused") return false;
  const { code, status } = state.failure;
  return (
    state.jobId !== undefined ||
    ["not-reached", "not-in-time"].includes(code) ||
    [401, 429].includes(status) ||
    status >= 500
  );
}

/** Sends a refused one again, or lets its job try again. */
export async function retryUpload({ id, state }: Upload): Promise<void> {
  if (state.is === "refused" && state.jobId !== undefined) return retryJob(id, state.jobId);
  if (!files.has(id)) return;
  become(id, { is: "waiting" });
  await work();
}

async function retryJob(id: number, jobId: string) {
  become(id, { is: "being-prepared", jobId, share: 0 });
  try {
    await steerJob(jobId, "retry");
  } catch (thrown) {
    become(id, { is: "refused", failure: ApiFailure.of(thrown), jobId });
  }
}

async function work() {
  if (running) return;
  running = true;
  try {
    for (let next = waiting(); next !== undefined; next = waiting()) await send(next);
  } finally {
    running = false;
  }
}

const waiting = () => uploads.value.find((each) => each.state.is === "waiting");

async function send({ id }: Upload) {
  const file = files.get(id);
  if (file === undefined) return dismissUpload(id);
  const cancel = new AbortController();
  cancels.set(id, cancel);
  let share = 0;
  become(id, { is: "sending", share });
  try {
    const answer = await uploadAudio(file, {
      keepOriginal: originals.get(id),
      signal: cancel.signal,
      onProgress: (now) => {
        share = now;
        become(id, { is: "sending", share });
      },
      onCut: () => become(id, { is: "sending", share, isCut: true }),
    });
    if (answer.is === "being-prepared")
      become(id, { is: "being-prepared", jobId: answer.job.id, share: answer.job.progress });
    else {
      become(id, { is: "added", audio: [answer.audio], wasThere: answer.is === "already-here" });
      files.delete(id);
    }
    void audioList.reload();
  } catch (thrown) {
    if (!cancel.signal.aborted) become(id, { is: "refused", failure: ApiFailure.of(thrown) });
  } finally {
    cancels.delete(id);
  }
}

function become(id: number, state: Upload["state"]) {
  uploads.value = uploads.value.map((each) => (each.id === id ? { ...each, state } : each));
}

onLive("job", ({ job }) => {
  const mine = uploads.value.find(({ state }) => state.is === "being-prepared" && state.jobId === job.id);
  if (mine === undefined) return;
  if (job.state === "done") void prepared(mine.id, job);
  else if (job.state === "failed" || job.state === "cancelled") {
    const message = job.note ?? "The recording could not be prepared.";
    become(mine.id, {
      is: "refused",
      failure: new ApiFailure(0, { error: { code: "job-failed", message } }),
      ...(job.mayWorkLater && { jobId: job.id }),
    });
  } else become(mine.id, { is: "being-prepared", jobId: job.id, share: job.progress });
});

/** A job is done: what it made is read, so that a card can be made of it at once. */
async function prepared(id: number, { result }: Job) {
  const ids = result?.["audioIds"];
  const audio = Array.isArray(ids) && ids.length <= readAtMost ? await readAudio(ids.map(String)) : [];
  const leftOut = result?.["leftOut"];
  if (typeof leftOut === "string") become(id, { is: "added", audio, wasThere: false, leftOut });
  else if (audio.length > 0) become(id, { is: "added", audio, wasThere: false });
  else dismissUpload(id); // they stand in the list below
  void audioList.reload();
}

forgetOnSignOut(() => {
  for (const cancel of cancels.values()) cancel.abort();
  uploads.value = [];
  files.clear();
  originals.clear();
  keepingOriginals.value = undefined;
});
