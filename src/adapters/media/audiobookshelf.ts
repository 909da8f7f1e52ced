import { z } from "zod";
import {
  type MediaAccess,
  MediaRefused,
  type MediaSource,
  type MediaWork,
} from "../../ports/media-source.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { Web, WebAnswer } from "../../ports/web.ts";
import { jsonOf, under } from "./ask-json.ts";

// Fields as https://api.audiobookshelf.org names them; what a version lacks is left out.
const Login = z.looseObject({
  user: z.looseObject({ token: z.string().optional(), accessToken: z.string().optional() }),
});
const Libraries = z.looseObject({
  libraries: z.array(z.looseObject({ id: z.string(), name: z.string() })),
});
const count = z.number().optional().catch(undefined);
const Item = z.looseObject({
  id: z.string(),
  media: z.looseObject({
    metadata: z.looseObject({
      title: z.string().nullish(),
      authorName: z.string().nullish(),
      author: z.string().nullish(),
    }),
    duration: count,
    numTracks: count,
    numEpisodes: count,
  }),
});
const Items = z.looseObject({ results: z.array(Item), total: z.number() });
const Found = z.looseObject({
  book: z.array(z.looseObject({ libraryItem: Item })).optional(),
  podcast: z.array(z.looseObject({ libraryItem: Item })).optional(),
});
const Track = z.looseObject({ contentUrl: z.string(), title: z.string().nullish() });
const Opened = Item.extend({
  media: Item.shape.media.extend({
    tracks: z.array(Track).optional(),
    episodes: z
      .array(z.looseObject({ title: z.string().nullish(), audioTrack: Track.optional() }))
      .optional(),
  }),
});

/** Audiobookshelf by its API: audio books and podcasts. Signs in with name and password, or with an API key. */
export function createAudiobookshelf(web: Web): MediaSource {
  async function tokenFor({ url, user, secret }: MediaAccess, signal?: AbortSignal): Promise<string> {
    if (user === undefined) return secret;
    const answer = await web.post(under(url, "/login"), {
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: user, password: secret }),
      ...(signal && { signal }),
    });
    const login = await jsonOf(letIn(answer), Login);
    const token = login.user.token ?? login.user.accessToken;
    if (token === undefined)
      throw new MediaRefused("no-such-server", `${answer.url.host} let us in without giving us a key`);
    return token;
  }

  async function session(access: MediaAccess, signal?: AbortSignal) {
    const headers = { authorization: `Bearer ${await tokenFor(access, signal)}`, accept: "application/json" };
    const ask = (path: string) => web.get(under(access.url, path), { headers, ...(signal && { signal }) });
    return { headers, ask };
  }

  return {
    async check(access, signal) {
      const { ask } = await session(access, signal);
      await jsonOf(letIn(await ask("/api/libraries")), Libraries);
    },

    async shelves(access, signal) {
      const { ask } = await session(access, signal);
      const { libraries } = await jsonOf(letIn(await ask("/api/libraries")), Libraries);
      return libraries.map(({ id, name }) => ({ id, title: name }));
    },

    async works(access, shelfId, { from, limit }, signal) {
      const { ask } = await session(access, signal);
      const query = `limit=${limit}&page=${Math.floor(from / limit)}&sort=media.metadata.title&minified=1`;
      const answer = await ask(`/api/libraries/${encodeURIComponent(shelfId)}/items?${query}`);
      const { results, total } = await jsonOf(letIn(answer), Items);
      const next = from + limit;
      return { works: results.map(workOf), ...(next < total && { next }) };
    },

    async search(access, words, signal) {
      const { ask } = await session(access, signal);
      const { libraries } = await jsonOf(letIn(await ask("/api/libraries")), Libraries);
      const found: MediaWork[] = [];
      for (const { id } of libraries) {
        const path = `/api/libraries/${encodeURIComponent(id)}/search?q=${encodeURIComponent(words)}&limit=25`;
        const { book = [], podcast = [] } = await jsonOf(letIn(await ask(path)), Found);
        found.push(...[...book, ...podcast].map(({ libraryItem }) => workOf(libraryItem)));
      }
      return found;
    },

    async open(access, workId, signal) {
      const { ask, headers } = await session(access, signal);
      const answer = await ask(`/api/items/${encodeURIComponent(workId)}?expanded=1`);
      if (answer.status === 404) {
        await answer.body.cancel();
        return undefined;
      }
      const item = await jsonOf(letIn(answer), Opened);
      const { tracks = [], episodes = [] } = item.media;
      const told = [
        // A track of a book is called like its file; the file's own tags say more.
        ...tracks.map(({ contentUrl }) => ({ contentUrl, title: undefined })),
        ...episodes.flatMap(({ title, audioTrack }) => (audioTrack ? [{ ...audioTrack, title }] : [])),
      ];
      const files = told.map(({ contentUrl, title }) => ({
        url: under(access.url, contentUrl),
        headers: { authorization: headers.authorization },
        ...(title && { title }),
      }));
      return { work: workOf(item), files };
    },
  };
}

function letIn(answer: WebAnswer): WebAnswer {
  const { status, url } = answer;
  if (status === 200) return answer;
  void answer.body.cancel();
  if (status === 401 || status === 403)
    throw new MediaRefused(
      "wrong-password",
      `${url.host} does not know this name and password, or key; check both`,
    );
  if (status >= 500 || status === 429)
    throw new Unavailable(`${url.host} answers ${status} just now; try again later`);
  throw new MediaRefused("no-such-server", `${url.host} is no Audiobookshelf (it answers ${status})`);
}

function workOf({ id, media }: z.infer<typeof Item>): MediaWork {
  const { title, authorName, author } = media.metadata;
  const by = authorName ?? author;
  const parts = media.numTracks ?? media.numEpisodes;
  return {
    id,
    title: title ?? id,
    ...(by && { by }),
    ...(media.duration !== undefined && { seconds: media.duration }),
    ...(parts !== undefined && { parts }),
  };
}
