import { z } from "zod";
import { YotoCardId } from "../../domain/ids.ts";
import type { SpeechJob, YotoLabs } from "../../ports/yoto-labs.ts";
import { field, readText, text, told } from "../../yoto/lenient.ts";
import { type Calls, path } from "./call.ts";

const JobBody = z.looseObject({
  job: z.looseObject({
    jobId: z.string().min(1),
    status: z.enum(["queued", "processing", "completed", "failed"]).catch("processing"),
    // An object at first, a text later.
    progress: field((raw) => (typeof raw === "string" ? readText(raw) : undefined)),
    result: z.looseObject({ cardId: text }).optional().catch(undefined),
    error: field((raw) => readText(raw) ?? (raw ? readText(JSON.stringify(raw)) : undefined)),
  }),
});

/** Yoto's labs: cards whose text Yoto speaks. */
export function labsOver(calls: Calls): YotoLabs {
  const needs = "user:content:manage";
  return {
    startSpeechJob: async (accessToken, card, { voiceId, yotoCardId } = {}) => {
      const { job } = await calls.body(
        {
          accessToken,
          at: "labs",
          method: "POST",
          path: yotoCardId === undefined ? "/content/job" : path`/content/${yotoCardId}/job`,
          query: { voiceId },
          json: card,
          needs,
        },
        JobBody,
      );
      return jobOf(job);
    },
    speechJob: async (accessToken, jobId) => {
      const body = await calls.bodyIfThere(
        { accessToken, at: "labs", method: "GET", path: path`/content/job/${jobId}`, needs },
        JobBody,
      );
      return body && jobOf(body.job);
    },
  };
}

function jobOf({ jobId, status, progress, result, error }: z.output<typeof JobBody>["job"]): SpeechJob {
  const yotoCardId = result?.cardId === undefined ? undefined : YotoCardId(result.cardId);
  return { jobId, is: status, ...told({ progress, yotoCardId, error }) };
}
