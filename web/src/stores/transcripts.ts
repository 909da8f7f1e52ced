import type { Job } from "../../../src/http/schema/job.ts";
import type { Transcript } from "../../../src/http/schema/transcript.ts";
import { request } from "../api/request.ts";

const pathOf = (id: string) => `/api/audio/${encodeURIComponent(id)}/transcript`;

/** Each throws `ApiFailure`. */
export const readTranscript = (id: string) => request<Transcript>("GET", pathOf(id));
export const enqueueTranscript = (id: string, language: string) =>
  request<Job>("POST", pathOf(id), { body: language === "" ? {} : { language } });
