import { askedRange } from "../../domain/audio/asked-range.ts";

/** What is asked and what there is: enough to decide status and headers without touching a byte. */
export type AudioRequest = {
  readonly method: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  readonly ifNoneMatch: string | undefined;
};

/** What to answer. `send` is the range of bytes to write, both ends inclusive; absent: no body. */
export type AudioAnswer = {
  readonly status: 200 | 206 | 304 | 416;
  readonly headers: Readonly<Record<string, string>>;
  readonly send?: { readonly first: number; readonly last: number };
};

/**
 * Decides the answer for one piece of audio (RFC 9110 §13–14): validators, one range, suffixes, 416. `etag` is quoted and
 * strong: the same tag promises the same bytes. `mostBytes` of a range are sent where the whole of it would be too much; the answer
 * says which, and players ask for the rest.
 */
export function planAudioAnswer(
  asked: AudioRequest,
  audio: {
    readonly bytes: number;
    readonly etag: string;
    readonly cacheControl: string;
    readonly codec: "mp3" | "aac";
    readonly mostBytes?: number | undefined;
  },
): AudioAnswer {
  const { bytes, etag, mostBytes = Number.POSITIVE_INFINITY } = audio;
  const common = {
    "Content-Type": audio.codec === "mp3" ? "audio/mpeg" : "audio/aac",
    "Accept-Ranges": "bytes",
    ETag: etag,
    "Cache-Control": audio.cacheControl,
  };
  if (namesTag(asked.ifNoneMatch, etag)) return { status: 304, headers: common };
  // A weak or foreign validator means that the first half came from other bytes: start over.
  const range = asked.ifRange === undefined || asked.ifRange.trim() === etag ? asked.range : undefined;
  const wanted =
    asked.method === "HEAD" || asked.method === "GET"
      ? askedRange(range, bytes)
      : askedRange(undefined, bytes);
  switch (wanted.is) {
    case "unsatisfiable":
      return {
        status: 416,
        headers: { ...common, "Content-Range": `bytes */${bytes}`, "Content-Length": "0" },
      };
    case "part": {
      const { first } = wanted;
      const last = asked.method === "HEAD" ? wanted.last : Math.min(wanted.last, first + mostBytes - 1);
      return {
        status: 206,
        headers: {
          ...common,
          "Content-Range": `bytes ${first}-${last}/${bytes}`,
          "Content-Length": String(last - first + 1),
        },
        ...(asked.method === "HEAD" ? {} : { send: { first, last } }),
      };
    }
    case "whole":
      return {
        status: 200,
        headers: { ...common, "Content-Length": String(bytes) },
        ...(asked.method === "HEAD" || bytes === 0 ? {} : { send: { first: 0, last: bytes - 1 } }),
      };
  }
}

function namesTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || header.split(",").some((each) => each.trim().replace(/^W\//, "") === etag);
}
