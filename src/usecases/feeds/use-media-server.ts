import type { UserName } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { MediaServer, MediaServerKind } from "../../domain/media-server.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import { type MediaAccess, MediaRefused, type MediaSource } from "../../ports/media-source.ts";
import { WebRefused } from "../../ports/web.ts";
import type { MediaServers } from "../../stores/media-servers.ts";
import { type FetchDeps, fetchIntoLibrary } from "../audio/ingest-url.ts";
import { type EnqueueJobDeps, enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";

/** One way of speaking for each kind of server. */
export type MediaSources = Readonly<Record<MediaServerKind, MediaSource>>;

export type MediaServerDeps = {
  readonly mediaServers: MediaServers;
  readonly mediaSources: MediaSources;
  readonly clock: Clock;
  readonly chance: Chance;
};

/** Keeps a server after trying that it lets us in. Throws what the {@link MediaSource} throws. */
export async function addMediaServer(
  deps: MediaServerDeps,
  wanted: Omit<MediaServer, "id" | "addedAtMs"> & { readonly secret: string },
  signal: AbortSignal,
): Promise<MediaServer> {
  const { secret, ...facts } = wanted;
  const url = facts.url.replace(/\/+$/, "");
  await deps.mediaSources[facts.kind].check({ ...accessOf({ ...facts, url }, secret) }, signal);
  const server: MediaServer = {
    ...facts,
    url,
    id: deps.chance.id().toLowerCase(),
    addedAtMs: deps.clock.nowMs(),
  };
  await deps.mediaServers.create(server, secret);
  return server;
}

/** A server and how it is spoken to; `undefined` when there is none such. */
export async function openMediaServer(
  deps: Pick<MediaServerDeps, "mediaServers" | "mediaSources">,
  id: string,
): Promise<
  { readonly server: MediaServer; readonly source: MediaSource; readonly access: MediaAccess } | undefined
> {
  const [server, secret] = [await deps.mediaServers.get(id), await deps.mediaServers.secretOf(id)];
  if (server === undefined || secret === undefined) return undefined;
  return { server, source: deps.mediaSources[server.kind], access: accessOf(server, secret) };
}

function accessOf({ url, user }: Pick<MediaServer, "url" | "user">, secret: string): MediaAccess {
  return { url, secret, ...(user !== undefined && { user }) };
}

/** The kind of job that {@link ingestWork} does. */
export const ingestWorkKind = "ingest-from-server";

/** Orders a book or an album to be brought in. */
export function enqueueWork(
  deps: EnqueueJobDeps,
  wanted: {
    readonly serverId: string;
    readonly workId: string;
    readonly title: string;
    readonly keepOriginal: boolean;
    readonly maxBytes: number;
    readonly orderedBy: UserName | "system";
  },
): Promise<Job> {
  const { orderedBy, ...input } = wanted;
  return enqueueJob(deps, { kind: ingestWorkKind, title: wanted.title, input, orderedBy });
}

/** The work: fetches one file of the book or album after the other; after a crash it goes on behind the last one that was done. */
export async function ingestWork(
  deps: FetchDeps &
    Pick<MediaServerDeps, "mediaServers" | "mediaSources"> & { readonly homeWeb: FetchDeps["web"] },
  job: Job,
  at: JobContext,
): Promise<JobOutcome> {
  const { maxBytes } = job.input;
  const opened = await openMediaServer(deps, String(job.input["serverId"]));
  if (opened === undefined)
    return { ok: false, why: "This server is no longer known here.", hint: "Add it again." };
  try {
    const found = await opened.source.open(opened.access, String(job.input["workId"]), at.signal);
    if (found === undefined || found.files.length === 0)
      return { ok: false, why: "The server has nothing to bring in there.", hint: "Choose another one." };
    const { work, files } = found;
    const done = Array.isArray(job.checkpoint?.["audioIds"]) ? job.checkpoint["audioIds"] : [];
    const audioIds = done.filter((each) => typeof each === "string");
    const first = Number(job.checkpoint?.["files"] ?? 0);
    for (const [number, { url, headers, title }] of files.entries()) {
      if (number < first) continue;
      const outcome = await fetchIntoLibrary(
        { ...deps, web: deps.homeWeb },
        {
          ...at,
          tell: ({ done: part, of = 1 }) =>
            at.tell({
              done: Math.round(((number + part / of) / files.length) * 1000),
              of: 1000,
              saying: `${number + 1} of ${files.length}`,
            }),
          checkpoint: (more) => at.checkpoint({ files: number, audioIds, ...more }),
        },
        {
          url,
          headers,
          tags: [],
          treatment: "auto",
          keepOriginal: job.input["keepOriginal"] === true,
          maxBytes: typeof maxBytes === "number" ? maxBytes : Number.POSITIVE_INFINITY,
          idPrefix: files.length === 1 ? job.id : `${job.id}-f${number}`,
          album: work.title,
          namedAtNeed: `${work.title} ${number + 1}`,
          ...(title !== undefined ? { title } : files.length === 1 ? { title: work.title } : {}),
          ...(work.by !== undefined && { artist: work.by }),
        },
      );
      if (!outcome.ok) return outcome;
      const got = outcome.result["audioIds"];
      if (Array.isArray(got)) audioIds.push(...got.filter((each) => typeof each === "string"));
      await at.checkpoint({ files: number + 1, audioIds });
    }
    return { ok: true, result: { audioIds, audioId: audioIds[0] ?? "", added: audioIds.length } };
  } catch (error) {
    if (error instanceof MediaRefused)
      return { ok: false, why: `${error.message}.`, hint: "Add the server again with the right password." };
    if (error instanceof WebRefused) return { ok: false, why: `${error.message}.` };
    throw error;
  }
}
