import type { UploadAnswer } from "../../../src/http/schema/audio.ts";
import { ApiFailure } from "./api-failure.ts";
import { refusal } from "./request.ts";

type Options = { readonly signal: AbortSignal; readonly onProgress: (share: number) => void };

/**
 * Sends one file as it is. XMLHttpRequest, because `fetch` tells no upload progress. Throws {@link ApiFailure}, or the
 * signal's reason.
 */
export function uploadAudio(file: File, { signal, onProgress }: Options): Promise<UploadAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<UploadAnswer>();
  const xhr = new XMLHttpRequest();
  xhr.open("POST", `/api/audio?name=${encodeURIComponent(file.name)}`);
  xhr.setRequestHeader("Accept", "application/json");
  xhr.setRequestHeader("Content-Type", file.type || "application/octet-stream");
  xhr.responseType = "json";
  xhr.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  xhr.onload = () => {
    const answer: unknown = xhr.response;
    if (xhr.status >= 200 && xhr.status < 300) resolve(answer as UploadAnswer);
    else reject(refusal(xhr.status, answer));
  };
  xhr.onerror = () => reject(ApiFailure.of("the connection broke"));
  xhr.onabort = () => reject(signal.reason);
  signal.addEventListener("abort", () => xhr.abort(), { once: true });
  xhr.send(file);
  return promise;
}
