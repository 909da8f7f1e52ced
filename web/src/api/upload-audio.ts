import type { UploadAnswer } from "../../../src/http/schema/audio.ts";
import type { NewUpload, UploadDone, UploadPlan } from "../../../src/http/schema/upload.ts";
import { ApiFailure } from "./api-failure.ts";
import { refusal, request } from "./request.ts";

type Options = { readonly signal: AbortSignal; readonly onProgress: (share: number) => void };

/** A part that did not get through over a bad line is sent again so often. */
const triesMost = 4;

/**
 * Sends one file as it is, to where the server wants it: to itself, or in parts straight to where files are kept. Throws
 * {@link ApiFailure}, or the signal's reason.
 */
export async function uploadAudio(file: File, { signal, onProgress }: Options): Promise<UploadAnswer> {
  const wanted: NewUpload = { name: file.name, bytes: file.size };
  // The server tells about an empty file itself.
  const plan: UploadPlan =
    file.size === 0
      ? { is: "here", url: `/api/audio?name=${encodeURIComponent(file.name)}` }
      : await request<UploadPlan>("POST", "/api/audio/uploads", { body: wanted, signal });
  if (plan.is === "here") {
    const { status, answer } = await send("POST", plan.url, file, { signal, onProgress });
    if (status >= 200 && status < 300) return answer as UploadAnswer;
    throw refusal(status, answer);
  }
  for (const { url, first, last } of plan.parts) {
    const part = file.slice(first, last + 1);
    const onPart = (share: number) => onProgress((first + share * part.size) / file.size);
    await sendPart(url, part, { signal, onProgress: onPart });
  }
  const done: UploadDone = { name: file.name, token: plan.token };
  return request<UploadAnswer>("POST", `/api/audio/uploads/${plan.id}/complete`, { body: done, signal });
}

async function sendPart(url: string, part: Blob, options: Options): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { status } = await send("PUT", url, part, options);
      if (status >= 200 && status < 300) return;
      throw ApiFailure.of(`the storage answered ${status}`);
    } catch (failure) {
      if (options.signal.aborted || attempt === triesMost) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
    }
  }
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
    xhr.responseType = "json";
  }
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
