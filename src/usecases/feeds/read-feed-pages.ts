import { asSentence } from "../../domain/as-sentence.ts";
import type { Feed } from "../../domain/feed.ts";
import type { FeedReader, FeedText, ToldEpisode } from "../../ports/feed-reader.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import { type Web, type WebAnswer, WebRefused } from "../../ports/web.ts";

export type FeedReading =
  | { readonly is: "unchanged" }
  | {
      readonly is: "read";
      /** Where it is to be asked from now on. */
      readonly url: URL;
      readonly text: Extract<FeedText, { is: "feed" }>;
      readonly episodes: readonly ToldEpisode[];
      readonly etag?: string;
      readonly lastModified?: string;
    }
  /** In a sentence; `ended`: the server says that it will not come back. */
  | { readonly is: "trouble"; readonly says: string; readonly ended?: true };

export type FeedPageDeps = {
  readonly web: Web;
  readonly feedReader: FeedReader;
  /** How long a feed may take with all its pages: a byte now and then is no answer. */
  readonly feedPatienceMs?: number;
};

const usualPatienceMs = 120_000;

/** No feed of sound is larger; what is, is something else. */
const pageBytesMax = 25_000_000;
const mostPages = 100;
const mostEpisodes = 10_000;

/**
 * Asks for a feed: its first page, and older pages as long as they hold episodes that are new. A web page that names a feed leads
 * to that; where a feed says it has moved to, is looked at once. Trouble of the other side is a value.
 */
export async function readFeedPages(
  deps: FeedPageDeps,
  asked: { readonly url: URL } & Pick<Feed, "etag" | "lastModified">,
  isKnown: (episode: ToldEpisode) => boolean,
  stop: AbortSignal,
): Promise<FeedReading> {
  const patience = AbortSignal.timeout(deps.feedPatienceMs ?? usualPatienceMs);
  const signal = AbortSignal.any([stop, patience]);
  try {
    const first = await firstPage(deps, asked, signal);
    if (first.is !== "read") return first;
    const episodes = [...first.text.episodes];
    const seen = new Set([first.url.href]);
    let page = first.text;
    for (let count = 1; page.next !== undefined && count < mostPages; count += 1) {
      if (seen.has(page.next.href) || !page.episodes.some((each) => !isKnown(each))) break;
      if (episodes.length > mostEpisodes) break;
      seen.add(page.next.href);
      const older = await readOnce(deps, page.next, {}, signal).catch((error: unknown) => {
        if (stop.aborted || !patience.aborted) throw error;
      });
      // Older pages are a gift: without them there is still the feed.
      if (older?.is !== "read") break;
      page = older.text;
      episodes.push(...page.episodes);
    }
    return { ...first, episodes };
  } catch (error) {
    stop.throwIfAborted();
    if (patience.aborted)
      return { is: "trouble", says: `${asked.url.host} is too slow just now. It is asked again by itself.` };
    if (error instanceof WebRefused || error instanceof Unavailable)
      return { is: "trouble", says: asSentence(error.message) };
    throw error;
  }
}

type Once = FeedReading | { readonly is: "page"; readonly feeds: readonly URL[]; readonly url: URL };

async function firstPage(
  deps: FeedPageDeps,
  asked: { readonly url: URL } & Pick<Feed, "etag" | "lastModified">,
  signal: AbortSignal,
): Promise<FeedReading> {
  const headers = {
    ...(asked.etag !== undefined && { "if-none-match": asked.etag }),
    ...(asked.lastModified !== undefined && { "if-modified-since": asked.lastModified }),
  };
  let once: Once = await readOnce(deps, asked.url, headers, signal);
  if (once.is === "page") {
    const [named] = once.feeds;
    if (named !== undefined) once = await readOnce(deps, named, {}, signal);
  }
  if (once.is === "page")
    return {
      is: "trouble",
      says: `${once.url.host} has a web page there, not a podcast's feed. Look on it for RSS.`,
    };
  if (once.is !== "read" || once.text.movedTo === undefined || once.text.movedTo.href === once.url.href)
    return once;
  const moved = await readOnce(deps, once.text.movedTo, {}, signal).catch((error: unknown) => {
    if (error instanceof WebRefused || error instanceof Unavailable) return undefined;
    throw error;
  });
  return moved?.is === "read" ? moved : once;
}

async function readOnce(
  { web, feedReader }: FeedPageDeps,
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Once> {
  const accept = "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5";
  const answer = await web.get(url, { headers: { accept, ...headers }, signal });
  if (answer.status !== 200) {
    await answer.body.cancel();
    return answer.status === 304 ? { is: "unchanged" } : refused(answer, url);
  }
  const bytes = await allOf(answer.body);
  if (bytes === undefined) return { is: "trouble", says: `${url.host} sends more than a feed can be.` };
  const text = await feedReader.read(bytes, answer.url, answer.headers["content-type"]);
  if (text.is === "page") return { ...text, url: answer.url };
  if (text.is !== "feed")
    return { is: "trouble", says: `${url.host} has something there that is no podcast's feed.` };
  const { etag, "last-modified": lastModified } = answer.headers;
  return {
    is: "read",
    url: answer.movedTo ?? url,
    text,
    episodes: text.episodes,
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  };
}

function refused({ status }: WebAnswer, { host }: URL): FeedReading {
  if (status === 410)
    return { is: "trouble", says: `${host} says that this podcast is gone for good.`, ended: true };
  if (status === 401 || status === 403)
    return {
      is: "trouble",
      says: `${host} wants a sign-in for this feed (${status}). Look for an address with a key in it.`,
    };
  if (status === 404) return { is: "trouble", says: `${host} has nothing at this address (404). Check it.` };
  return { is: "trouble", says: `${host} answers ${status} just now.` };
}

async function allOf(body: ReadableStream<Uint8Array>): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > pageBytesMax) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
