import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import { Readable } from "node:stream";

/** One HTTP request, ready to go. */
export type Sendable = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
};

/** Sends it; rejects when no answer came. The body may still be on its way. */
export type Send = (request: Sendable) => Promise<Response>;

const keepAlive = { keepAlive: true, maxSockets: 64 };
const bodiless = new Set([204, 205, 304]);

/**
 * Sends with node's own client over connections that are kept. `fetch` would do, but the first one of a process loads another
 * HTTP client: a quarter of a cold start (`npm run bench -- cold`).
 */
export function createSend(): Send {
  const plain = new PlainAgent(keepAlive);
  const tls = new TlsAgent(keepAlive);
  return ({ method, url, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const onAnswer = (answer: IncomingMessage) => {
        const status = answer.statusCode ?? 0;
        const said = new Headers();
        for (const [name, value] of Object.entries(answer.headers))
          if (value !== undefined) said.set(name, String(value));
        const empty = method === "HEAD" || bodiless.has(status);
        if (empty) answer.resume();
        const stream = empty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array<ArrayBuffer>>);
        resolve(new Response(stream, { status, headers: said }));
      };
      const asked =
        url.protocol === "https:"
          ? tlsRequest(url, { method, headers, agent: tls, signal }, onAnswer)
          : plainRequest(url, { method, headers, agent: plain, signal }, onAnswer);
      asked.on("error", reject);
      asked.end(body);
    });
}
