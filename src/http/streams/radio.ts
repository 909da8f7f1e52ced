import type { ServerResponse } from "node:http";
import { stationIn } from "../../domain/streams/station-in.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Web, WebAnswer } from "../../ports/web.ts";
import { textWithin } from "../../usecases/streams/text-within.ts";
import { withoutIcyTitles } from "./without-icy-titles.ts";

/** Passes radio stations on. */
export type Radio = AsyncDisposable & {
  /**
   * Passes the station on until the client leaves; what breaks off is connected again. `false`: it could not be reached, and
   * nothing was written.
   */
  play(response: ServerResponse, station: URL): Promise<boolean>;
};

const reachWithinMs = 6_000;
/** A station that was lost is asked again for so long, ever more seldom. */
const mostTries = 8;
const mostPlaylistBytes = 64_000;

/**
 * Each listener has a connection of its own to the station. The address may be the stream or a playlist that names it; what is
 * within our own network is refused, by the port.
 */
export function createRadio(deps: { readonly web: Web; readonly clock: Clock; readonly log: Log }): Radio {
  const { web, clock, log } = deps;
  const stop = new AbortController();

  async function tune(station: URL, signal: AbortSignal, depth = 0): Promise<WebAnswer> {
    const limit = new AbortController();
    const timer = clock.sleep(reachWithinMs, limit.signal).then(
      () => slow.abort(new Error("the station did not answer in time")),
      () => {},
    );
    const slow = new AbortController();
    try {
      const answer = await web.get(station, {
        headers: { accept: "audio/*, */*;q=0.5", "icy-metadata": "0" },
        signal: AbortSignal.any([signal, slow.signal]),
      });
      const type = answer.headers["content-type"] ?? "";
      if (answer.status === 200 && isPlaylist(type, answer.url) && depth < 2) {
        const named = stationIn(await textWithin(answer.body, mostPlaylistBytes));
        if (named === undefined) throw new Error("the playlist names no station that we can pass on");
        return await tune(new URL(named, answer.url), signal, depth + 1);
      }
      if (answer.status !== 200 || !/^(audio\/|application\/(ogg|octet-stream))/.test(type)) {
        await answer.body.cancel();
        throw new Error(`the station answered ${answer.status} with ${type || "nothing"}`);
      }
      return answer;
    } finally {
      limit.abort();
      await timer;
    }
  }

  return {
    async play(response, station) {
      const left = new AbortController();
      response.once("close", () => left.abort(new Error("the listener left")));
      const signal = AbortSignal.any([left.signal, stop.signal]);
      for (let tries = 0; tries < mostTries && !signal.aborted; tries++) {
        try {
          const answer = await tune(station, signal);
          if (!response.headersSent) begin(response, answer.headers["content-type"] ?? "audio/mpeg");
          for await (const chunk of withoutIcyTitles(answer.body, Number(answer.headers["icy-metaint"]))) {
            if (signal.aborted) break;
            tries = 0;
            if (!response.write(chunk)) await drained(response, signal);
          }
        } catch (error) {
          if (signal.aborted) break;
          log.warn("radio-not-reached", { host: station.hostname, error });
          if (!response.headersSent) return false;
        }
        await clock.sleep(Math.min(10_000, 500 * 2 ** tries), signal).catch(() => {});
      }
      if (response.headersSent) response.end();
      return response.headersSent;
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Error("the server stops"));
    },
  };
}

/** As a radio station answers: no length, no chunks. */
function begin(response: ServerResponse, type: string): void {
  response.useChunkedEncodingByDefault = false;
  response.shouldKeepAlive = false;
  response.writeHead(200, {
    "Content-Type": type,
    "Cache-Control": "no-store",
    "Accept-Ranges": "none",
    Connection: "close",
  });
}

function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    response.once("drain", resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function isPlaylist(type: string, { pathname }: URL): boolean {
  return /mpegurl|scpls|x-pls/.test(type) || /\.(m3u8?|pls)$/i.test(pathname);
}
