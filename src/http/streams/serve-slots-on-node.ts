import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "../../ports/log.ts";
import { errorCodes } from "../error-codes.ts";
import type { OpenFiles } from "./open-files.ts";
import type { Slots } from "./slots.ts";
import { writePieces } from "./write-pieces.ts";

const address = /^\/s\/([A-Za-z0-9_-]{1,200})\/([^/?]{1,100})\.mp3(?:\?.*)?$/;

/**
 * Serves slots whose audio is a file on this machine straight from node's own request to node's own response: no copies, no
 * web streams, flat memory. Answers `false` for everything else, which the app then serves.
 */
export function serveSlotsOnNode(deps: {
  readonly slots: Slots;
  readonly openFiles: OpenFiles;
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
      else respond(503, {}, "unavailable");
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
        address: request.socket.remoteAddress ?? "unknown",
      });
      if (decision.is === "nothing-there") return respond(404, {}, "not-found");
      if (decision.is === "elsewhere" || decision.place.at === "url" || decision.place.path === undefined)
        return fallback();
      const { status, headers: told, send } = decision.answer;
      response.writeHead(status, told);
      if (send === undefined) {
        response.end();
        return;
      }
      const { path } = decision.place;
      const piece = { key: decision.fileKey, first: send.first, last: send.last };
      await writePieces(response, [piece], deps.openFiles, () => path);
    }

    function respond(status: number, more: Record<string, string>, code: "not-found" | "unavailable") {
      const { message } = errorCodes[code];
      const body = JSON.stringify({ error: { code, message } });
      response.writeHead(status, {
        "Content-Type": "application/json",
        "Cache-Control": "no-store",
        "Content-Length": Buffer.byteLength(body),
        ...more,
      });
      response.end(method === "HEAD" ? undefined : body);
    }
  };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function safelyDecoded(slot: string): string {
  return /^[\w-]+$/.test(slot) ? slot : "";
}
