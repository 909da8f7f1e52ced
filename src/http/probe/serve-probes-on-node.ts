import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import {
  type AnswerProbeDeps,
  answerProbe,
  type ProbeAnswer,
} from "../../usecases/play-checks/answer-probe.ts";
import { probeIdOf } from "../../usecases/play-checks/run-probe.ts";
import { planAudioAnswer } from "../streams/plan-audio-answer.ts";

/** The Player Probe's addresses: the secret, and the question. */
const probeAddress = /^\/s\/(probe-[A-Za-z0-9_-]{10,100})\/([a-z0-9-]{1,40})\.mp3$/;

type Sound = Extract<ProbeAnswer, { is: "sound" }>;

/**
 * Answers the Player Probe's questions straight on node, in every way a server may answer: without a length, in chunks, with a
 * pause, broken off. Everything else is `fallback`'s.
 */
export function serveProbesOnNode(
  deps: AnswerProbeDeps & { readonly clock: Clock; readonly log: Log },
): (request: IncomingMessage, response: ServerResponse, fallback: () => void) => void {
  return (request, response, fallback) => {
    const { method = "", url = "", headers, httpVersion } = request;
    const [, secret = "", slot = ""] =
      (method === "GET" || method === "HEAD" ? probeAddress.exec(url) : null) ?? [];
    if (secret === "") return fallback();
    const left = new AbortController();
    response.once("close", () => left.abort());
    void answer().catch((error: unknown) => {
      if (left.signal.aborted) return;
      deps.log.error("probe-failed", { error });
      response.destroy();
    });

    async function answer(): Promise<void> {
      const decided = await answerProbe(deps, {
        probeId: probeIdOf(secret),
        slot,
        method,
        range: headers.range,
        httpVersion,
        connection: headers.connection,
        userAgent: headers["user-agent"],
        bringsAll: true,
      });
      if (decided.is === "nothing-there") return void response.writeHead(404).end();
      if (decided.is === "redirect")
        return void response
          .writeHead(302, { Location: `/s/${secret}/${decided.slot}.mp3`, "Cache-Control": "no-store" })
          .end();
      if (decided.waitMs > 0) await deps.clock.sleep(decided.waitMs, left.signal);
      await bring(decided);
    }

    async function bring(sound: Sound): Promise<void> {
      const { bytes, contentType, brought } = sound;
      const told = { "Content-Type": contentType, "Cache-Control": "no-store" };
      switch (brought.how) {
        case "whole": {
          const { status, headers: whole, send } = wholeAnswer(sound, method, headers.range);
          response.writeHead(status, whole);
          return void response.end(send && bytes.subarray(send.first, send.last + 1));
        }
        case "without-length":
          response.useChunkedEncodingByDefault = false;
          response.shouldKeepAlive = false;
          response.writeHead(200, { ...told, Connection: "close" });
          return void response.end(method === "HEAD" ? undefined : bytes);
        case "in-chunks":
          response.writeHead(200, told);
          if (method === "HEAD") return void response.end();
          for (let at = 0; at < bytes.length; at += 8_192) response.write(bytes.subarray(at, at + 8_192));
          return void response.end();
        case "with-a-pause":
          response.writeHead(200, { ...told, "Content-Length": bytes.length });
          if (method === "HEAD") return void response.end();
          response.write(bytes.subarray(0, brought.firstBytes));
          await deps.clock.sleep(brought.pauseMs, left.signal);
          return void response.end(bytes.subarray(brought.firstBytes));
        case "cut":
          response.writeHead(200, { ...told, "Content-Length": bytes.length });
          // What was written still goes out; then the other side sees the end too early.
          response.write(bytes.subarray(0, brought.afterBytes), () => response.socket?.end());
          return;
      }
    }
  };
}

/** The answer to a question that wants nothing special. */
export function wholeAnswer({ bytes, contentType }: Sound, method: string, range: string | undefined) {
  const answer = planAudioAnswer(
    { method, range, ifRange: undefined, ifNoneMatch: undefined },
    {
      bytes: bytes.length,
      etag: `"probe-${bytes.length}"`,
      // A copy may be kept: whether it is, is one of the questions.
      cacheControl: "private, max-age=86400",
      codec: contentType === "audio/aac" ? "aac" : "mp3",
    },
  );
  return answer;
}
