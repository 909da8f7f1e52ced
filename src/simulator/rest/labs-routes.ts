import { type Context, Hono } from "hono";
import type { Cloud } from "../cloud.ts";
import { hex } from "../store/accounts.ts";
import { callerOf } from "./caller.ts";
import { type PostedCard, readPostedCard, trackCount } from "./card-schema.ts";
import { keepCard } from "./keep-card.ts";
import { pretendSpeech } from "./pretend-speech.ts";
import { jsonObject, notFound } from "./refused.ts";

type Deps = Pick<
  Cloud,
  "accounts" | "cards" | "chance" | "clock" | "devices" | "media" | "switches" | "tokens"
>;

type Job = {
  readonly jobId: string;
  readonly userId: string;
  readonly createdAt: string;
  status: "queued" | "processing" | "completed" | "failed";
  /** An object at first, text later: that is how the real one is. */
  progress: string | { readonly current: number; readonly total: number };
  result: { readonly cardId: string; readonly title: string } | undefined;
  error: string | null;
  updatedAt: string;
};

/**
 * Labs: a card whose tracks are texts to speak, worked on as a job. The pretend voice is silence of about the length
 * speech would have.
 * @see https://yoto.dev/myo/labs-text-to-speech/
 */
export function labsRoutes(deps: Deps): Hono {
  const { clock, chance, media, switches } = deps;
  const app = new Hono();
  const jobs = new Map<string, Job>();
  const now = () => new Date(clock.nowMs()).toISOString();

  const spoken = (posted: PostedCard): PostedCard => ({
    ...posted,
    content: {
      ...posted.content,
      chapters: posted.content.chapters.map((chapter) => ({
        ...chapter,
        tracks: chapter.tracks.map((track) => {
          if (track.type !== "elevenlabs") return track;
          const hash = media.put(pretendSpeech(track.trackUrl));
          return { ...track, type: "audio" as const, format: "mp3", trackUrl: `yoto:#${hash}` };
        }),
      })),
    },
  });

  const begin = async (c: Context, cardId?: string) => {
    const account = await callerOf(deps, c, "user:content:manage");
    const body = await jsonObject(c);
    const posted = readPostedCard(cardId === undefined ? body : { ...body, cardId }, "labs");
    if (cardId !== undefined && deps.cards.get(cardId)?.userId !== account.sub)
      throw notFound(`Card ${cardId} does not exist.`);
    const total = trackCount(posted);
    const job: Job = {
      jobId: hex(chance, 24),
      userId: account.sub,
      createdAt: now(),
      status: "queued",
      progress: { current: 0, total },
      result: undefined,
      error: null,
      updatedAt: now(),
    };
    jobs.set(job.jobId, job);

    const step = (done: number) => {
      job.updatedAt = now();
      job.progress = `${done}/${total} (${Math.round((100 * done) / total)}%)`;
      job.status = "processing";
      if (done < total) {
        clock.after(switches.speechJobSeconds * 1_000, () => step(done + 1));
        return;
      }
      try {
        const card = keepCard(deps, account, spoken(posted), { bulk: false, skipMediaFileCheck: false });
        job.status = "completed";
        job.result = { cardId: card.cardId, title: card.title };
      } catch (error) {
        job.status = "failed";
        job.error = String(error instanceof Error ? error.message : error);
      }
    };
    clock.after(switches.speechJobSeconds * 500, () => step(0));
    return c.json({ job: view(job) });
  };

  app.post("/labs/content/job", (c) => begin(c));
  app.post("/labs/content/:cardId/job", (c) => begin(c, c.req.param("cardId")));

  app.get("/labs/content/job/:jobId", async (c) => {
    const { sub } = await callerOf(deps, c, "user:content:manage");
    const job = jobs.get(c.req.param("jobId"));
    if (job?.userId !== sub) throw notFound(`Job ${c.req.param("jobId")} does not exist.`);
    return c.json({ job: view(job) });
  });

  return app;
}

function view({ userId: _, ...job }: Job) {
  return job;
}
