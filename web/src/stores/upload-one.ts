import type { AudioItem } from "../../../src/http/schema/audio.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { uploadAudio } from "../api/upload-audio.ts";
import { audioList, readAudio } from "./audio.ts";
import { jobEnded } from "./books.ts";

/** Brings one recording into the library and waits until it can be heard. Throws {@link ApiFailure}. */
export async function uploadOne(file: File): Promise<AudioItem> {
  const { signal } = new AbortController();
  const answer = await uploadAudio(file, { keepOriginal: undefined, signal, onProgress: () => {} });
  if (answer.is !== "being-prepared") return answer.audio;
  const job = await jobEnded(answer.job.id, () => {}, signal);
  const ids = job.result?.["audioIds"];
  const [made] = Array.isArray(ids) ? await readAudio(ids.map(String)) : [];
  if (made === undefined)
    throw new ApiFailure(0, {
      error: { code: "job-failed", message: job.note ?? "The recording could not be prepared." },
    });
  void audioList.reload();
  return made;
}
