import type { UploadAnswer } from "../../../src/http/schema/audio.ts";
import type { BookTaken } from "../../../src/http/schema/book.ts";
import type { NewUpload, UploadDone, UploadPlan, UploadToResume } from "../../../src/http/schema/upload.ts";
import { ApiFailure } from "./api-failure.ts";
import { begunUpload, forgetUpload, rememberUpload } from "./begun-uploads.ts";
import { onBack } from "./live.ts";
import { refusal, request } from "./request.ts";

type Options = {
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
  /** The line is cut, or the server does not take the part: it is tried again by and by. */
  readonly onCut?: () => void;
};
/** Without a word on the original, the settings decide. */
type CommandRequest = { readonly keepOriginal: boolean | undefined };

/** A line that is gone is waited for so long; then somebody is asked. */
const patienceMs = 10 * 60_000;

/** Sends a recording; sent twice, it is in the library once, so a cut is gone on from. Throws {@link ApiFailure}, or the signal's reason. */
export const uploadAudio = (file: File, options: Options & CommandRequest) =>
  throughCuts(options, () => uploadFile<UploadAnswer>(file, "recording", options));

/** Sends a book whose chapters are to be spoken. Throws the same. */
export const uploadBook = (file: File, options: Options) => uploadFile<BookTaken>(file, "book", options);

/**
 * Sends one file as it is, to where the server wants it: in one piece, or in parts of which each is kept once it is there. What was
 * begun before a reload is gone on with.
 */
async function uploadFile<Answer>(
  file: File,
  becomes: "recording" | "book",
  { signal, onProgress, onCut, keepOriginal }: Options & Partial<CommandRequest>,
): Promise<Answer> {
  const plan = (await planBegun(file, signal)) ?? (await newPlan(file, becomes, signal));
  if (plan.is === "here") {
    const url = keepOriginal === undefined ? plan.url : `${plan.url}&keepOriginal=${keepOriginal}`;
    const { status, answer } = await send("POST", url, file, { signal, onProgress });
    if (status >= 200 && status < 300) return answer as Answer;
    throw refusal(status, answer);
  }
  rememberUpload(file, plan);
  const missing = plan.parts.filter(({ isSent }) => isSent !== true);
  let sent = file.size - missing.reduce((bytes, { first, last }) => bytes + last - first + 1, 0);
  for (const { url, first, last } of missing) {
    const part = file.slice(first, last + 1);
    const onPart = (share: number) => onProgress((sent + share * part.size) / file.size);
    await sendPart(url, part, { signal, onProgress: onPart, ...(onCut && { onCut }) });
    sent += part.size;
  }
  const kept = keepOriginal === undefined ? {} : { keepOriginal };
  const done: UploadDone = { name: file.name, token: plan.token, becomes, ...kept };
  const path = `/api/audio/uploads/${plan.id}/complete`;
  const answer = await request<Answer>("POST", path, { body: done, signal });
  forgetUpload(file);
  return answer;
}

async function newPlan(file: File, becomes: "recording" | "book", signal: AbortSignal): Promise<UploadPlan> {
  const path = becomes === "book" ? "/api/books" : "/api/audio";
  // The server tells about an empty file itself.
  if (file.size === 0) return { is: "here", url: `${path}?name=${encodeURIComponent(file.name)}` };
  const wanted: NewUpload = { name: file.name, bytes: file.size, becomes };
  return request<UploadPlan>("POST", "/api/audio/uploads", { body: wanted, signal });
}

/** The plan of an upload that was cut off, if the server still has it. */
async function planBegun(file: File, signal: AbortSignal): Promise<UploadPlan | undefined> {
  const begun = begunUpload(file);
  if (begun === undefined) return undefined;
  const body: UploadToResume = { bytes: file.size, token: begun.token };
  try {
    return await request<UploadPlan>("POST", `/api/audio/uploads/${begun.id}/resume`, { body, signal });
  } catch (thrown) {
    if (ApiFailure.of(thrown).code !== "not-found") throw thrown;
    forgetUpload(file);
    return undefined;
  }
}

function sendPart(url: string, part: Blob, options: Options): Promise<void> {
  return throughCuts(options, async () => {
    const { status, answer } = await send("PUT", url, part, options);
    if (status >= 200 && status < 300) return;
    throw isFinal(status) ? refusal(status, answer) : ApiFailure.of(`the storage answered ${status}`);
  });
}

/** Tries again as long as patience lasts, whenever the line was cut. */
async function throughCuts<Answer>(
  { signal, onCut }: Options,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  const untilMs = Date.now() + patienceMs;
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (failure) {
      const isCut = failure instanceof ApiFailure && failure.code === "not-reached";
      if (!isCut || signal.aborted || Date.now() > untilMs) throw failure;
      onCut?.();
      await lineOrTime(500 * 2 ** Math.min(count, 6), signal);
    }
  }
}

/** Said with reason: sending it again at once changes nothing. Of a full disk a person is told. */
function isFinal(status: number): boolean {
  return status === 507 || (status >= 400 && status < 500 && status !== 408 && status !== 429);
}

/** Waits a while, or until there is a line again, or the server is back. */
function lineOrTime(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const now = () => resolve();
  addEventListener("online", now, { once: true });
  const listensNoMore = onBack(now);
  signal.addEventListener("abort", now, { once: true });
  return promise.finally(() => {
    clearTimeout(timer);
    removeEventListener("online", now);
    listensNoMore();
    signal.removeEventListener("abort", now);
  });
}

/** XMLHttpRequest, because `fetch` tells no upload progress. */
function send(
  method: "POST" | "PUT",
  url: string,
  body: Blob,
  { signal, onProgress }: Options,
): Promise<{ readonly status: number; readonly answer: unknown }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; answer: unknown }>();
  const xhr = new XMLHttpRequest();
  xhr.open(method, url);
  if (method === "POST") {
    xhr.setRequestHeader("Accept", "application/json");
    xhr.setRequestHeader("Content-Type", body.type || "application/octet-stream");
  }
  xhr.responseType = "json";
  xhr.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  xhr.onload = () => resolve({ status: xhr.status, answer: xhr.response });
  xhr.onerror = () => reject(ApiFailure.of("the connection broke"));
  xhr.onabort = () => reject(signal.reason);
  const abort = () => xhr.abort();
  signal.addEventListener("abort", abort, { once: true });
  xhr.onloadend = () => signal.removeEventListener("abort", abort);
  // A blob's own type would become a header that the address was not signed for.
  xhr.send(method === "PUT" ? new Blob([body]) : body);
  return promise;
}
