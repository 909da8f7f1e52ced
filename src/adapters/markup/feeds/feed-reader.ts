import type { FeedReader, FeedText, ToldEpisode } from "../../../ports/feed-reader.ts";
import { parseShallow } from "../parse-shallow.ts";
import { createItemReader, createNamer, textOf } from "./feed-items.ts";

/**
 * Reads feeds with a forgiving streaming parser: it knows no document types and expands no entities but characters, so there is
 * nothing in a feed that could grow or reach out.
 */
export function createFeedReader(): FeedReader {
  return {
    async read(bytes, from, type = "") {
      const text = decoded(bytes, type);
      const start = text.slice(0, 4096).toLowerCase();
      if (/<(rss|feed|rdf:rdf)[\s>]/.test(start)) return readFeed(text, from);
      if (/<!doctype html|<html[\s>]/.test(start)) return { is: "page", feeds: feedsNamedBy(text, from) };
      return { is: "something-else" };
    },
  };
}

/** Text in the coding that the answer or the file itself names; UTF-8 otherwise. */
function decoded(bytes: Uint8Array, type: string): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const named =
    /charset="?([\w-]+)/i.exec(type)?.[1] ?? /^[^<]{0,3}<\?xml[^>]*encoding=["']([\w-]+)/i.exec(head)?.[1];
  try {
    return new TextDecoder(named ?? "utf-8").decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function readFeed(text: string, from: URL): FeedText {
  const channel: Record<string, string> = {};
  const episodes: ToldEpisode[] = [];
  const addressOf = (wanted: string | undefined) =>
    wanted !== undefined && URL.canParse(wanted.trim(), from.href) ? new URL(wanted.trim(), from) : undefined;
  const named = createNamer();
  let item: ReturnType<typeof createItemReader> | undefined;
  let path: string[] = [];
  let words = "";
  let next: URL | undefined;
  let image: URL | undefined;
  const isWhole = parseShallow(
    text,
    {
      onopentag(tag, attributes) {
        const name = named(tag, attributes);
        path.push(name);
        words = "";
        if (name === "item" || name === "entry") item = createItemReader(addressOf);
        else if (item !== undefined) item.opened(name, attributes);
        else if (name === "itunes:image") image = addressOf(attributes["href"]);
        else if (name.endsWith("link") && attributes["rel"] === "next") next = addressOf(attributes["href"]);
      },
      ontext(piece) {
        if (words.length < 20_000) words += piece;
      },
      onclosetag(tag) {
        const name = named(tag, {});
        // Feeds with a tag left open are read on: what is closed closes what is in it.
        const depth = path.lastIndexOf(name);
        if (depth >= 0) path = path.slice(0, depth);
        if (name === "item" || name === "entry") {
          const told = item?.told();
          if (told !== undefined) episodes.push(told);
          item = undefined;
        } else if (item !== undefined) item.closed(name, words);
        else if (name === "url" && path.at(-1) === "image") image ??= addressOf(words);
        else if (path.length <= 2 || path.at(-1) === "author") channel[name] ??= words;
        words = "";
      },
    },
    { xmlMode: true },
  );
  if (!isWhole) return { is: "something-else" };
  const movedTo = addressOf(channel["itunes:new-feed-url"]);
  const title = textOf(channel["title"], 200);
  const author = textOf(channel["itunes:author"] ?? channel["name"], 200);
  const description = textOf(
    channel["description"] ?? channel["subtitle"] ?? channel["itunes:summary"],
    1000,
  );
  return {
    is: "feed",
    episodes,
    ...(title !== undefined && { title }),
    ...(author !== undefined && { author }),
    ...(description !== undefined && { description }),
    ...(image && { image }),
    ...(movedTo && { movedTo }),
    ...(next && { next }),
  };
}

/** What a web page offers as its feeds. */
function feedsNamedBy(text: string, from: URL): readonly URL[] {
  const feeds: URL[] = [];
  parseShallow(text, {
    onopentag(tag, { rel = "", type = "", href = "" }) {
      if (tag !== "link" || !/\balternate\b/i.test(rel) || !/^application\/(rss|atom)\+xml/i.test(type))
        return;
      if (URL.canParse(href, from.href)) feeds.push(new URL(href, from));
    },
  });
  return feeds;
}
