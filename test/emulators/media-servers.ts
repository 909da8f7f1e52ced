import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { silentMp3 } from "../http/an-app.ts";

type Answer = (request: IncomingMessage, url: URL, answer: ServerResponse) => Promise<void> | void;

async function listening(how: Answer) {
  const server = createServer((request, answer) => {
    void (async () => how(request, new URL(request.url ?? "", "http://here"), answer))().catch(() =>
      answer.destroy(),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const json = (answer: ServerResponse, body: unknown, status = 200) =>
  answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of request) text += String(piece);
  return text;
}

/**
 * An Audiobookshelf as https://api.audiobookshelf.org describes it: `works` books in one library, each of two tracks; the first
 * is a podcast's. Anna signs in with `secret`; the key `key-1` works too.
 */
export function startAudiobookshelf({ works = 3 } = {}) {
  const items = Array.from({ length: works }, (_, n) => ({
    id: `li_${n}`,
    libraryId: "lib_1",
    mediaType: n === 0 ? "podcast" : "book",
    media: {
      metadata: {
        title: `Book ${String(n).padStart(3, "0")}`,
        ...(n === 0 ? { author: "Ida" } : { authorName: "Ben" }),
      },
      duration: 90.5,
      ...(n === 0 ? { numEpisodes: 1 } : { numTracks: 2 }),
    },
  }));
  return listening(async (request, url, answer) => {
    const { pathname, searchParams } = url;
    if (pathname === "/abs/login") {
      const { username, password } = JSON.parse(await bodyOf(request));
      if (username !== "anna" || password !== "secret") return void answer.writeHead(401).end("Unauthorized");
      return void json(answer, {
        user: { id: "root", username, token: "token-1" },
        userDefaultLibraryId: "lib_1",
      });
    }
    const { authorization } = request.headers;
    if (authorization !== "Bearer token-1" && authorization !== "Bearer key-1")
      return void answer.writeHead(401).end("Unauthorized");
    const [, work] = /^\/abs\/api\/items\/([^/]+)$/.exec(pathname) ?? [];
    const [, file] = /^\/abs\/s\/item\/(li_\d+)\/(\d)\.mp3$/.exec(pathname) ?? [];
    if (pathname === "/abs/api/libraries")
      return void json(answer, { libraries: [{ id: "lib_1", name: "Children", mediaType: "book" }] });
    if (pathname === "/abs/api/libraries/lib_1/items") {
      const [limit, page] = [Number(searchParams.get("limit")), Number(searchParams.get("page"))];
      const results = items.slice(page * limit, (page + 1) * limit);
      return void json(answer, { results, total: items.length, limit, page });
    }
    if (pathname === "/abs/api/libraries/lib_1/search") {
      const found = items.filter(({ media }) => media.metadata.title.includes(searchParams.get("q") ?? ""));
      const by = (kind: string) =>
        found
          .filter(({ mediaType }) => mediaType === kind)
          .map((libraryItem) => ({ libraryItem, matchKey: "title" }));
      return void json(answer, { book: by("book"), podcast: by("podcast"), tags: [], authors: [] });
    }
    const item = items.find(({ id }) => id === work);
    if (item !== undefined) {
      const track = (n: number) => ({
        index: n,
        title: `${n}.mp3`,
        contentUrl: `/s/item/${item.id}/${n}.mp3`,
      });
      const more =
        item.mediaType === "book"
          ? { tracks: [track(1), track(2)] }
          : { episodes: [{ id: "ep_1", title: "The first one", audioTrack: track(1) }] };
      return void json(answer, { ...item, media: { ...item.media, ...more } });
    }
    if (file !== undefined) {
      const frames = 60 + Number(file.slice(3)) * 10 + Number(pathname.at(-5));
      return void answer.writeHead(200, { "content-type": "audio/mpeg" }).end(silentMp3(frames));
    }
    answer.writeHead(404).end("Not Found");
  });
}

/**
 * A server that speaks Subsonic's API as https://www.subsonic.org/pages/api.jsp describes it: `works` albums of two songs. Anna
 * signs in with `secret`, by token and salt only.
 */
export function startSubsonic({ works = 3 } = {}) {
  const albums = Array.from({ length: works }, (_, n) => ({
    id: `al-${n}`,
    name: `Album ${String(n).padStart(3, "0")}`,
    artist: "The Whales",
    duration: 61,
    songCount: 2,
  }));
  return listening((_, url, answer) => {
    const { pathname, searchParams } = url;
    const asked = (name: string) => searchParams.get(name) ?? "";
    const tell = (status: "ok" | "failed", more: object) =>
      json(answer, { "subsonic-response": { status, version: "1.16.1", type: "navidrome", ...more } });
    const token = createHash("md5")
      .update(`secret${asked("s")}`)
      .digest("hex");
    if (asked("p") !== "" || asked("s").length < 6 || asked("v") === "" || asked("c") === "")
      return void tell("failed", { error: { code: 10, message: "Required parameter is missing" } });
    if (asked("u") !== "anna" || asked("t") !== token)
      return void tell("failed", { error: { code: 40, message: "Wrong username or password" } });
    switch (pathname) {
      case "/rest/ping.view":
        return void tell("ok", {});
      case "/rest/getMusicFolders.view":
        return void tell("ok", { musicFolders: { musicFolder: [{ id: 0, name: "Music" }] } });
      case "/rest/getAlbumList2.view": {
        const offset = Number(asked("offset"));
        const album = albums.slice(offset, offset + Number(asked("size")));
        return void tell("ok", { albumList2: album.length > 0 ? { album } : {} });
      }
      case "/rest/search3.view":
        return void tell("ok", {
          searchResult3: { album: albums.filter(({ name }) => name.includes(asked("query"))) },
        });
      case "/rest/getAlbum.view": {
        const album = albums.find(({ id }) => id === asked("id"));
        if (album === undefined)
          return void tell("failed", { error: { code: 70, message: "Album not found" } });
        const song = [1, 2].map((n) => ({ id: `${album.id}-${n}`, title: `Song ${n}`, suffix: "mp3" }));
        return void tell("ok", { album: { ...album, song } });
      }
      case "/rest/download.view": {
        const [album = 0, song = 0] = (asked("id").match(/\d+/g) ?? []).map(Number);
        return void answer
          .writeHead(200, { "content-type": "audio/mpeg" })
          .end(silentMp3(160 + album * 10 + song));
      }
      default:
        return void answer.writeHead(404).end();
    }
  });
}
