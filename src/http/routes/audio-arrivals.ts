import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { isConverted, soundKind } from "../../domain/audio/sniff-sound.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import { spareDiskBytes } from "../../ports/disk-full.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Settings } from "../../stores/settings.ts";
import { addAudio } from "../../usecases/audio/add-audio.ts";
import { enqueueIngest } from "../../usecases/audio/ingest-upload.ts";
import { enqueueFetch } from "../../usecases/audio/ingest-url.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { peekStream } from "../peek-stream.ts";
import { refuse } from "../refuse.ts";
import { refuseTooLarge } from "../refuse-too-large.ts";
import { AudioFetch, UploadAnswer } from "../schema/audio.ts";
import { uploadedFile } from "../uploaded-file.ts";
import { audioView } from "../view/audio-view.ts";
import { jobView } from "../view/job-view.ts";
import type { JobDeps } from "./jobs.ts";

export type AudioArrivalDeps = JobDeps & {
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
  readonly settings: Settings;
  /** What is left on the disk; absent where there is no end. */
  readonly freeBytes?: (() => Promise<number>) | undefined;
};

const tags = ["Audio"];
const uploadParts = {
  tags,
  description:
    "The file as the raw body (`?name=` tells its name, `?title=` a title) or as the first file of a form. It is read while it arrives; what is refused leaves nothing behind.",
  request: {
    query: z.object({
      name: z.string().max(1000).optional(),
      title: z.string().max(200).optional(),
      treatment: z.enum(["auto", "speech", "music", "keep"]).optional().openapi({
        description:
          "How it is to sound: one voice, music, as it is, or as its sound suggests. Without it an MP3 stays as it is and other formats are converted as `auto`.",
      }),
      keepOriginal: z.enum(["true", "false"]).optional().openapi({
        description: "Keep the file itself too, beside what is made of it; default: the setting",
      }),
    }),
  },
  responses: {
    200: jsonOf(UploadAnswer, "The same sound was here already"),
    201: jsonOf(UploadAnswer, "Added"),
    202: jsonOf(UploadAnswer, "Taken; it is converted first: follow the job"),
  },
};
const upload = defineRoute("member", {
  ...uploadParts,
  method: "post",
  path: "/api/audio",
  summary: "Upload a recording",
});
const uploadByPut = defineRoute("member", {
  ...uploadParts,
  method: "put",
  path: "/api/audio",
  summary: "Upload a recording",
});

const fetchOne = defineRoute("member", {
  method: "post",
  path: "/api/audio/fetch",
  tags,
  summary: "Fetch a recording from an address on the internet",
  request: { body: bodyOf(AudioFetch) },
  responses: { 202: jsonOf(UploadAnswer, "It is fetched and converted: follow the job") },
});

/** How recordings come into the library at once: sent as one body, or from an address. */
export function audioArrivalRoutes(app: OpenAPIHono<AppEnv>, deps: AudioArrivalDeps): void {
  const originalsAreKept = async () => (await deps.settings.get("keep-originals")).value;

  for (const route of [upload, uploadByPut])
    app.openapi(route, async (c) => {
      const { value: maxBytes } = await deps.settings.get("upload-bytes");
      // Told before the first byte is read, where the client says how many will come.
      const announced = Number(c.req.header("content-length") ?? 0);
      if (announced > maxBytes + 10_000) {
        await c.req.raw.body?.cancel();
        return refuseTooLarge(c, maxBytes);
      }
      if (deps.freeBytes !== undefined && (await deps.freeBytes()) < announced * 2 + spareDiskBytes) {
        await c.req.raw.body?.cancel();
        return refuse(c, "disk-full");
      }
      const file = await uploadedFile(c);
      if (file === undefined) return refuse(c, "empty-upload");
      const { head, bytes } = await peekStream(file.bytes, 4096);
      const { treatment, keepOriginal: asked } = c.req.valid("query");
      const keepOriginal = asked === undefined ? await originalsAreKept() : asked === "true";
      const { jobQueue } = deps;
      const converts = isConverted(soundKind(head));
      if (jobQueue !== undefined && (treatment !== undefined || keepOriginal || converts)) {
        const usual = converts ? "auto" : "keep";
        const upload = { ...file, bytes, maxBytes, treatment: treatment ?? usual, keepOriginal } as const;
        const orderedBy = c.var.caller?.name ?? ("system" as const);
        const ordered = await enqueueIngest({ ...deps, jobQueue }, { ...upload, orderedBy });
        if (ordered.ok) return c.json({ is: "being-prepared", job: jobView(ordered.job) }, 202);
        return ordered.why === "empty" ? refuse(c, "empty-upload") : refuseTooLarge(c, maxBytes);
      }
      const added = await addAudio(deps, { ...file, bytes, maxBytes });
      if (added.ok)
        return c.json({ is: added.is, audio: audioView(added.audio) }, added.is === "added" ? 201 : 200);
      switch (added.why) {
        case "empty":
          return refuse(c, "empty-upload");
        case "too-large":
          return refuseTooLarge(c, maxBytes);
        case "no-frames":
          return refuse(c, "not-audio", { message: "This MP3 has no sound in it. Choose another one." });
        case "not-uniform":
          return refuse(c, "not-audio", {
            message: "This MP3 changes its sample rate or channels midway, which players stumble over.",
            hint: "Save it anew with one sample rate, then upload it again.",
          });
        case "not-mp3":
          return refuse(c, "not-audio", { hint: "MP3, M4A, M4B, FLAC, WAV, Ogg, Opus and WebM work." });
      }
    });

  app.openapi(fetchOne, async (c) => {
    const { jobQueue } = deps;
    if (jobQueue === undefined) return refuse(c, "unavailable");
    const { url, title, treatment, keepOriginal = await originalsAreKept() } = c.req.valid("json");
    const { value: maxBytes } = await deps.settings.get("upload-bytes");
    const job = await enqueueFetch(
      { ...deps, jobQueue },
      {
        url: new URL(url),
        ...(title !== undefined && { title }),
        treatment,
        keepOriginal,
        maxBytes,
        orderedBy: c.var.caller?.name ?? "system",
      },
    );
    return c.json({ is: "being-prepared" as const, job: jobView(job) }, 202);
  });
}
