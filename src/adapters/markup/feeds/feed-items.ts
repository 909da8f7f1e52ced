import type { ToldEpisode } from "../../../ports/feed-reader.ts";
import { parseShallow } from "../parse-shallow.ts";

const namespaces = [
  ["http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes:"],
  ["http://www.w3.org/2005/atom", ""],
  ["http://search.yahoo.com/mrss/", "media:"],
] as const;

/** Names of tags as the usual prefixes would have them, whatever prefixes the feed declares. */
export function createNamer() {
  const prefixes = new Map<string, string>();
  return (tag: string, attributes: Readonly<Record<string, string>>): string => {
    for (const [name, value] of Object.entries(attributes)) {
      if (!name.startsWith("xmlns:")) continue;
      const known = namespaces.find(([uri]) => uri === value.toLowerCase());
      if (known !== undefined) prefixes.set(name.slice("xmlns:".length), known[1]);
    }
    const [prefix = "", local] = tag.toLowerCase().split(":");
    if (local === undefined) return prefix;
    return `${prefixes.get(prefix) ?? `${prefix}:`}${local}`;
  };
}

const soundNames = /\.(mp3|m4a|m4b|aac|ogg|oga|opus|flac|wav)$/i;

/** Gathers one episode, tag by tag. */
export function createItemReader(addressOf: (text: string | undefined) => URL | undefined) {
  const words: Record<string, string> = {};
  let sound: { url: URL; bytes?: number } | undefined;

  function enclosure(address: string | undefined, type = "", length = "") {
    const url = addressOf(address);
    const isSound =
      /^audio\//i.test(type) ||
      (!/^(video|image|text)\//i.test(type) && soundNames.test(url?.pathname ?? ""));
    const isUntyped = type === "" || /octet-stream/i.test(type);
    if (url === undefined || sound !== undefined || !(isSound || isUntyped)) return;
    const bytes = Number(length);
    sound = { url, ...(Number.isSafeInteger(bytes) && bytes > 0 && { bytes }) };
  }

  return {
    opened(name: string, attributes: Readonly<Record<string, string>>) {
      const { url, href, type, length, rel } = attributes;
      if (name === "enclosure") enclosure(url, type, length);
      else if (name === "link" && rel === "enclosure") enclosure(href, type, length);
      else if (name === "media:content" && type?.startsWith("audio/"))
        enclosure(url, type, attributes["fileSize"]);
    },
    closed(name: string, text: string) {
      words[name] ??= text;
    },
    /** `undefined` when it has no sound. */
    told(): ToldEpisode | undefined {
      if (sound === undefined) return undefined;
      const { url, bytes } = sound;
      const guid = (words["guid"] ?? words["id"] ?? "").trim() || url.href;
      const said = {
        publishedAtMs: momentOf(
          words["pubdate"] ?? words["published"] ?? words["dc:date"] ?? words["updated"],
        ),
        seconds: lengthOf(words["itunes:duration"]),
        description: textOf(words["description"] ?? words["itunes:summary"] ?? words["summary"], 300),
        season: countOf(words["itunes:season"]),
        number: countOf(words["itunes:episode"]),
        bytes,
      };
      const title = textOf(words["title"] ?? words["itunes:title"], 200) ?? guid.slice(0, 200);
      return { guid, title, url, ...(withoutAbsent(said) satisfies Partial<ToldEpisode>) };
    },
  };
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutAbsent<T extends object>(some: T): Present<T> {
  return Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)) as Present<T>;
}

function momentOf(text: string | undefined): number | undefined {
  const ms = Date.parse(text?.trim() ?? "");
  return ms > 0 && ms < 32_503_680_000_000 ? ms : undefined;
}

/** `1:02:03`, `62:03` or seconds. */
function lengthOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*\d+(:\d{1,2}){0,2}(\.\d+)?\s*$/.test(text)) return undefined;
  const seconds = text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return seconds > 0 && seconds < 1_000_000 ? Math.round(seconds) : undefined;
}

function countOf(text: string | undefined): number | undefined {
  const count = Number(text ?? "");
  return Number.isSafeInteger(count) && count > 0 ? count : undefined;
}

/** Text without markup, tidied, at most so many characters; `undefined` for none. */
export function textOf(markup: string | undefined, most: number): string | undefined {
  if (markup === undefined) return undefined;
  let text = "";
  parseShallow(markup, {
    ontext(piece) {
      text += piece;
    },
    onclosetag(name) {
      if (/^(p|br|li|div|h\d)$/.test(name)) text += " ";
    },
  });
  const tidied = text
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return tidied === "" ? undefined : [...tidied].slice(0, most).join("");
}
