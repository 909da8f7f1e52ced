import { createHash } from "node:crypto";
import { z } from "zod";
import type { Chance } from "../../ports/chance.ts";
import {
  type MediaAccess,
  MediaRefused,
  type MediaSource,
  type MediaWork,
} from "../../ports/media-source.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { Web } from "../../ports/web.ts";
import { jsonOf, under } from "./ask-json.ts";

// Fields as https://www.subsonic.org/pages/api.jsp and https://opensubsonic.netlify.app name them. Ids may be numbers.
const id = z.union([z.string(), z.number().transform(String)]);
const Album = z.looseObject({
  id,
  name: z.string().optional(),
  title: z.string().optional(),
  artist: z.string().optional(),
  duration: z.number().optional(),
  songCount: z.number().optional(),
});
const Song = z.looseObject({ id, title: z.string().optional() });
const Answer = z.looseObject({
  "subsonic-response": z.looseObject({
    status: z.string(),
    error: z.looseObject({ code: z.number(), message: z.string().optional() }).optional(),
    musicFolders: z
      .looseObject({ musicFolder: z.array(z.looseObject({ id, name: z.string().optional() })).optional() })
      .optional(),
    albumList2: z.looseObject({ album: z.array(Album).optional() }).optional(),
    searchResult3: z.looseObject({ album: z.array(Album).optional() }).optional(),
    album: Album.extend({ song: z.array(Song).optional() }).optional(),
  }),
});

const version = "1.16.1";
/** Codes of the API's documentation. */
const wrongPassword: readonly number[] = [40, 41, 42, 43, 44, 50];
const notFound = 70;

/** Navidrome and all others that speak Subsonic's API: albums. The password itself is never sent, only its hash with salt. */
export function createSubsonic(web: Web, chance: Pick<Chance, "secret">): MediaSource {
  const addressOf = (
    { url, user = "", secret }: MediaAccess,
    verb: string,
    query: Readonly<Record<string, string>>,
  ) => {
    const salt = chance.secret(96);
    const token = createHash("md5").update(`${secret}${salt}`).digest("hex");
    const all = { u: user, t: token, s: salt, v: version, c: "yoto-smart-stream", f: "json", ...query };
    return under(url, `/rest/${verb}.view?${new URLSearchParams(all)}`);
  };

  /** `undefined` when there is no such thing. */
  async function ask(
    access: MediaAccess,
    verb: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ) {
    const answer = await web.get(addressOf(access, verb, query), { ...(signal && { signal }) });
    const { host } = answer.url;
    if (answer.status >= 500 || answer.status === 429) {
      await answer.body.cancel();
      throw new Unavailable(`${host} answers ${answer.status} just now; try again later`);
    }
    const { "subsonic-response": told } = await jsonOf(answer, Answer);
    if (told.status === "ok") return told;
    const code = told.error?.code ?? 0;
    if (code === notFound) return undefined;
    if (wrongPassword.includes(code))
      throw new MediaRefused("wrong-password", `${host} does not know this name and password; check both`);
    throw new MediaRefused("no-such-server", `${host} says: ${told.error?.message ?? `error ${code}`}`);
  }

  return {
    async check(access, signal) {
      await ask(access, "ping", {}, signal);
    },

    async shelves(access, signal) {
      const folders = (await ask(access, "getMusicFolders", {}, signal))?.musicFolders?.musicFolder ?? [];
      return folders.map((folder) => ({ id: folder.id, title: folder.name ?? "Music" }));
    },

    async works(access, shelfId, { from, limit }, signal) {
      const query = {
        type: "alphabeticalByName",
        size: String(limit),
        offset: String(from),
        musicFolderId: shelfId,
      };
      const albums = (await ask(access, "getAlbumList2", query, signal))?.albumList2?.album ?? [];
      // The server does not say how many there are: a full page may be followed by an empty one.
      return { works: albums.map(workOf), ...(albums.length === limit && { next: from + limit }) };
    },

    async search(access, words, signal) {
      const query = { query: words, albumCount: "50", artistCount: "0", songCount: "0" };
      return ((await ask(access, "search3", query, signal))?.searchResult3?.album ?? []).map(workOf);
    },

    async open(access, workId, signal) {
      const album = (await ask(access, "getAlbum", { id: workId }, signal))?.album;
      if (album === undefined) return undefined;
      const files = (album.song ?? []).map((song) => ({
        url: addressOf(access, "download", { id: song.id }),
        headers: {},
        ...(song.title && { title: song.title }),
      }));
      return { work: workOf(album), files };
    },
  };
}

function workOf({ id, name, title, artist, duration, songCount }: z.infer<typeof Album>): MediaWork {
  return {
    id,
    title: name ?? title ?? id,
    ...(artist && { by: artist }),
    ...(duration !== undefined && { seconds: duration }),
    ...(songCount !== undefined && { parts: songCount }),
  };
}
