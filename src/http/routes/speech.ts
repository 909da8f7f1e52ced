import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { speakersIn } from "../../domain/audio/script.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { addAudio } from "../../usecases/audio/add-audio.ts";
import { enqueueSpeech, longTextCharacters } from "../../usecases/speech/speak-long-text.ts";
import { speakText, spokenBytes } from "../../usecases/speech/speak-text.ts";
import { speakToLibrary, type Voice } from "../../usecases/speech/speak-to-library.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { UploadAnswer } from "../schema/audio.ts";
import { NewSpeech, ScriptText, Speakers, SpeechPreview, Voices } from "../schema/speech.ts";
import { audioView } from "../view/audio-view.ts";
import { jobView } from "../view/job-view.ts";
import type { JobDeps } from "./jobs.ts";

export type SpeechDeps = Parameters<typeof addAudio>[0] &
  JobDeps & {
    readonly files: AudioFiles;
    /** Speaks texts; absent where no voice is set up. */
    readonly voice?: Voice | undefined;
  };

const tags = ["Audio"];

const voices = defineRoute("member", {
  method: "get",
  path: "/api/audio/voices",
  tags,
  summary: "The voices that texts can be spoken in",
  responses: { 200: jsonOf(Voices, "The voices; the first one is used where none is named") },
});
const speak = defineRoute("member", {
  method: "post",
  path: "/api/audio/speak",
  tags,
  summary: "Speak a text and keep it in the library",
  request: { body: bodyOf(NewSpeech) },
  responses: {
    200: jsonOf(UploadAnswer, "The same text was spoken before"),
    201: jsonOf(UploadAnswer, "Spoken"),
    202: jsonOf(UploadAnswer, "A long text: follow the job"),
  },
});
const preview = defineRoute("member", {
  method: "post",
  path: "/api/audio/speak/preview",
  tags,
  summary: "Hear a short text before keeping it",
  request: { body: bodyOf(SpeechPreview) },
  responses: { 200: { description: "MP3", content: { "audio/mpeg": { schema: z.string() } } } },
});

const speakers = defineRoute("member", {
  method: "post",
  path: "/api/audio/speak/speakers",
  tags,
  summary: "Who speaks in a text: the names before a colon at the beginning of a line",
  request: { body: bodyOf(ScriptText) },
  responses: { 200: jsonOf(Speakers, "Their names, in order of appearance") },
});

/** Making recordings out of texts. */
export function speechRoutes(app: OpenAPIHono<AppEnv>, deps: SpeechDeps): void {
  const { voice } = deps;

  app.openapi(voices, async (c) => {
    if (voice === undefined) return refuse(c, "no-speech");
    const items = (await voice.speech.voices()).map(({ maxCharacters: _, ...each }) => each);
    return c.json({ items }, 200);
  });

  app.openapi(speak, async (c) => {
    const { title, text, voiceId, speakers, rate } = c.req.valid("json");
    const { jobQueue } = deps;
    if (voice !== undefined && jobQueue !== undefined && text.length > longTextCharacters) {
      const orderedBy = c.var.caller?.name ?? ("system" as const);
      const job = await enqueueSpeech(
        { ...deps, jobQueue },
        { title, text, voiceId, speakers, rate, orderedBy },
      );
      return c.json({ is: "being-prepared" as const, job: jobView(job) }, 202);
    }
    const spoken = await speakToLibrary({ ...deps, voice }, { title, text, voiceId, speakers, rate });
    if (!spoken.ok) return refuseSpeech(c, spoken.why);
    const audio = audioView(spoken.audio);
    return spoken.isNew
      ? c.json({ is: "added" as const, audio }, 201)
      : c.json({ is: "already-here" as const, audio }, 200);
  });

  app.openapi(speakers, (c) => c.json({ speakers: [...speakersIn(c.req.valid("json").text)] }, 200));

  app.openapi(preview, async (c) => {
    const { text, rate, speakers, voiceId = (await voice?.speech.voices())?.[0]?.id } = c.req.valid("json");
    if (voice === undefined || voiceId === undefined) return refuse(c, "no-speech");
    const spoken = await speakText({ ...voice, files: deps.files }, { text, voiceId, speakers, rate });
    if (!spoken.ok) return refuseSpeech(c, spoken.why);
    return new Response(spokenBytes(deps.files, spoken.keys), {
      headers: { "Content-Type": "audio/mpeg", "Cache-Control": "no-store" },
    });
  });
}

function refuseSpeech(c: Context, why: "no-speech" | "nothing-to-say" | "unknown-voice") {
  if (why === "no-speech") return refuse(c, "no-speech");
  return refuse(c, "invalid-request", {
    message:
      why === "unknown-voice"
        ? "There is no such voice. GET /api/audio/voices lists them."
        : "There is nothing in this text that the voice can say: write words in its language.",
  });
}
