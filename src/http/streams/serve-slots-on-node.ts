import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import type { Piece } from "../../domain/audio/byte-map.ts";
import { checkMarkHeader } from "../../domain/play-check/check-mark-header.ts";
import type { AudioFiles, AudioPlace } from "../../ports/audio-files.ts";
import type { Log } from "../../ports/log.ts";
import { errorCodes } from "../error-codes.ts";
import { clientAddress } from "../security/request-origin.ts";
import type { Endless } from "./endless.ts";
import type { OpenFiles } from "./open-files.ts";
import type { Radio } from "./radio.ts";
import { readBytes } from "./read-bytes.ts";
import { readPieces } from "./read-pieces.ts";
import type { BytesDecision, Slots } from "./slots.ts";
import { writePieces } from "./write-pieces.ts";

const address = /^\/s\/([A-Za-z0-9_-]{1,200})\/([^/?]{1,100})\.mp3(?:\?.*)?$/;

/**
 * Serves slots straight from node's own request to node's own response. Audio that is a file on this machine is read into a
 * pooled buffer and written from it: no copies, no web streams, flat memory. Everything else is `fallback`'s.
 */
export function serveSlotsOnNode(deps: {
  readonly slots: Slots;
  readonly files: AudioFiles;
  readonly openFiles: OpenFiles;
  readonly endless: Endless;
  readonly radio: Radio;
  readonly log: Log;
}): (request: IncomingMessage, response: ServerResponse, fallback: () => void) => void {
  return (request, response, fallback) => {
    const { method = "", url = "", headers } = request;
    const match = method === "GET" || method === "HEAD" ? address.exec(url) : null;
    if (match === null) return fallback();
    const [, secret = "", slot = ""] = match;
    void answer().catch((error: unknown) => {
      deps.log.error("slot-failed", { error });
      if (response.headersSent) response.destroy();
      else respond(503, "unavailable");
    });

    async function answer(): Promise<void> {
      const decision = await deps.slots.decide({
        secret,
        slot: safelyDecoded(slot),
        method,
        range: headers.range,
        ifRange: single(headers["if-range"]),
        ifNoneMatch: headers["if-none-match"],
        userAgent: headers["user-agent"],
        checkMark: single(headers[checkMarkHeader]),
        paces: true,
        address: clientAddress(request.socket.remoteAddress, single(headers["x-forwarded-for"])),
      });
      if (decision.is === "nothing-there") return respond(404, "not-found");
      if (decision.is === "too-many-misses") {
        response.setHeader("Retry-After", "60");
        return respond(429, "too-many-tries");
      }
      if (decision.is === "radio") {
        if (await deps.radio.play(response, decision.station)) return;
        return response.destroyed ? undefined : send(decision.otherwise);
      }
      if (decision.is === "elsewhere") {
        response.writeHead(302, { Location: decision.url.href, "Cache-Control": "no-store" }).end();
        return;
      }
      if (decision.is === "endless") {
        // Neither a length nor chunks: as radio stations answer, the connection's end is the end.
        response.useChunkedEncodingByDefault = false;
        response.shouldKeepAlive = false;
        response.writeHead(200, decision.headers);
        if (method === "HEAD") return void response.end();
        return deps.endless.play(response, decision.plan);
      }
      return send(decision);
    }

    async function send({ pieces, placeOf, answer: { status, headers: told, send } }: BytesDecision) {
      if (send === undefined) return void response.writeHead(status, told).end();
      const paths = pathsOf(pieces, placeOf);
      if (paths !== undefined) {
        response.writeHead(status, told);
        await writePieces(
          response,
          pieces,
          deps.openFiles,
          (key) => paths.get(key) ?? "",
          (piece) => readBytes(piece, placeOf, deps),
        );
        return;
      }
      const body = await readPieces(pieces, placeOf, deps.files);
      if (body === undefined) return respond(404, "not-found");
      response.writeHead(status, told);
      await pipeline(Readable.fromWeb(body as NodeStream<Uint8Array>), response).catch(() => {}); // the client left
    }

    function respond(status: number, code: "not-found" | "unavailable" | "too-many-tries") {
      const { message } = errorCodes[code];
      const body = JSON.stringify({ error: { code, message } });
      response.writeHead(status, {
        "Content-Type": "application/json",
        "Cache-Control": "no-store",
        "Content-Length": Buffer.byteLength(body),
      });
      response.end(method === "HEAD" ? undefined : body);
    }
  };
}

/** Where the files are on this machine; `undefined` if one of them is not. */
function pathsOf(
  pieces: readonly Piece[],
  placeOf: (key: string) => AudioPlace | undefined,
): ReadonlyMap<string, string> | undefined {
  const paths = new Map<string, string>();
  for (const { key } of pieces) {
    const place = placeOf(key);
    if (place?.at !== "here" || place.path === undefined) return undefined;
    paths.set(key, place.path);
  }
  return paths;
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function safelyDecoded(slot: string): string {
  return /^[\w-]+$/.test(slot) ? slot : "";
}
