import { createInProcessJobQueue } from "../../src/adapters/memory/job-queue.ts";
import { UserName, YotoAccountId, YotoCardId } from "../../src/domain/ids.ts";
import type { Job } from "../../src/domain/job.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import type { Card } from "../../src/http/schema/card.ts";
import { cardJobHandlers } from "../../src/main/card-job-handlers.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { JobHandler, JobOutcome } from "../../src/usecases/jobs/run-jobs.ts";
import { showMail, showMailKind } from "../../src/usecases/streams/tell-of-mail.ts";
import { anApp, silentMp3 } from "../http/an-app.ts";
import { startPretendWorld, virtualTime } from "./pretend-world.ts";

/** Our API over memory, a family linked at the pretend Yoto, and hours that pass while we wait, or time as it is. */
export async function startCardWorld(wallClock?: Clock) {
  const time = wallClock === undefined ? virtualTime() : { virtual: undefined, clock: wallClock };
  const { virtual, clock } = time;
  const world = await startPretendWorld({
    ...(virtual && { clock: virtual }),
    ourClock: clock,
    accessTokenSeconds: 30 * 86_400,
  });
  const tokens = await world.link();
  const jobQueue = createInProcessJobQueue(clock);
  const app = anApp({
    yotoUrl: world.yoto.url,
    clock: clock as never,
    jobQueue,
    signIn: world.signIn,
  });
  const accountId = YotoAccountId(world.account.sub);
  await app.stores.accounts.link({
    id: accountId,
    linkedBy: UserName("anna"),
    scopes: [...(tokens.scopes ?? [])],
    tokens: {
      accessToken: tokens.accessToken,
      refreshToken: tokens.refreshToken ?? "",
      refreshedAtMs: clock.nowMs(),
      expiresAtMs: clock.nowMs() + 30 * 86_400_000,
    },
  });
  const cookie = await app.setUp();
  const send = (method: string, path: string, json?: unknown) =>
    app.ask(method, path, { cookie, ...(json === undefined ? {} : { json }) });
  /** Throws with the API's own words when it refuses. */
  const ask = async <Answer>(method: string, path: string, json?: unknown): Promise<Answer> => {
    const answer = await send(method, path, json);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  };
  let seed = 0;

  const works: Readonly<Record<string, JobHandler>> = {
    ...cardJobHandlers(app.deps),
    [showMailKind]: (job, at) => showMail(app.deps, job, at),
  };
  /** Works on the job as a worker would, from what the run before had got done. */
  const runs = async (jobId: string, signal = new AbortController().signal, afterCheckpoint = () => {}) => {
    const found = await app.stores.jobs.get(jobId as Job["id"]);
    if (found === undefined) throw new Error("no such job");
    let { value: job, version } = found;
    const said: string[] = [];
    const work = works[job.kind];
    if (work === undefined) throw new Error(`no work of kind ${job.kind}`);
    const outcome: JobOutcome | Error = await work(job, {
      signal,
      tell: ({ saying }) => void (saying !== undefined && said.push(saying)),
      checkpoint: async (checkpoint) => {
        job = { ...job, checkpoint };
        const written = await app.stores.jobs.save(job, version);
        if (written.ok) version = written.version;
        afterCheckpoint();
      },
    }).catch((error: unknown) => error as Error);
    return { outcome, said };
  };

  return {
    ...world,
    app,
    accountId,
    ask,
    send,
    runs,
    /** Whether a job is one of those that {@link runs} can work on. */
    works: ({ kind }: Job) => works[kind] !== undefined,
    /** Puts some seconds of sound of its own into the library. */
    async recording(title: string, frames = 80): Promise<string> {
      seed += 1;
      const answer = await app.ask("POST", `/api/audio?name=${encodeURIComponent(title)}.mp3`, {
        cookie,
        body: silentMp3(frames, seed),
        headers: { "content-type": "audio/mpeg" },
      });
      const { audio } = (await answer.json()) as { audio: { id: string } };
      return audio.id;
    },
    bake: async (id: string) => runs((await ask<{ id: string }>("POST", `/api/cards/${id}/bake`, {})).id),
    /** The card's JSON as Yoto keeps it. */
    async atYoto(card: Card): Promise<JsonObject> {
      const id = YotoCardId(card.published?.yotoCardId ?? "");
      const json = await world.cloud.card(tokens.accessToken, id);
      if (json === undefined) throw new Error(`no card ${id}`);
      return json;
    },
    mine: () => world.cloud.cards(tokens.accessToken),
    /** A card that another app made. */
    madeElsewhere: (json: JsonObject) => world.cloud.writeCard(tokens.accessToken, json),
    accessToken: tokens.accessToken,
  };
}
