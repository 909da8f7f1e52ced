import { lookup as resolve } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { Readable } from "node:stream";
import { Unavailable } from "../../ports/unavailable.ts";
import { NoSuchServer, type Web, type WebAnswer, WebRefused } from "../../ports/web.ts";
import { isPublicAddress } from "./public-address.ts";

const mostRedirects = 5;

/**
 * Fetches over node's own client, with the check where the connection is made: the address that was checked is the one that is
 * connected to, so a name cannot change its mind in between. `mayReach` widens what counts as public (tests, a server at home).
 */
export function createWeb(
  options: {
    readonly mayReach?: (address: string, port: number) => boolean;
    readonly stalledAfterMs?: number;
    readonly userAgent?: string;
  } = {},
): Web {
  const { mayReach = () => false, stalledAfterMs = 20_000, userAgent = "yoto-smart-stream" } = options;
  const isOpen = (address: string, port: number) => isPublicAddress(address) || mayReach(address, port);

  async function once(
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
    body?: string,
  ) {
    if (url.protocol !== "http:" && url.protocol !== "https:")
      throw new WebRefused("not-http", `We only fetch from http and https addresses, not ${url.protocol}`);
    const port = Number(url.port || (url.protocol === "http:" ? 80 : 443));
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (isIP(host) !== 0 && !isOpen(host, port)) throw refused(host);
    const lookup: LookupFunction = (name, wanted, answer) =>
      resolve(name, { ...wanted, all: true }, (error, found) => {
        if (error) return answer(error, "", 0);
        const bad = found.find(({ address }) => !isOpen(address, port));
        const [first] = found;
        if (bad !== undefined || first === undefined) return answer(refused(name), "", 0);
        if (wanted.all) answer(null, found);
        else answer(null, first.address, first.family);
      });
    const { promise, resolve: done, reject } = Promise.withResolvers<IncomingMessage>();
    const request = (url.protocol === "http:" ? requestHttp : requestHttps)(url, {
      lookup,
      headers: { "user-agent": userAgent, ...headers },
      timeout: stalledAfterMs,
      agent: false,
      ...(body !== undefined && { method: "POST" }),
      ...(signal && { signal }),
    });
    request.once("response", done);
    request.on("error", (error) => reject(error));
    request.on("timeout", () => request.destroy(new Error("it sent nothing for too long")));
    request.end(body);
    return promise;
  }

  return {
    async get(url, { headers = {}, signal } = {}) {
      let at = url;
      let sent = headers;
      let movedTo: URL | undefined;
      let forGood = true;
      for (let hop = 0; hop <= mostRedirects; hop += 1) {
        signal?.throwIfAborted();
        const answer = await once(at, sent, signal).catch((error: unknown) => {
          throw translated(error, at, signal);
        });
        const to = answer.headers.location;
        const status = answer.statusCode ?? 0;
        if (![301, 302, 303, 307, 308].includes(status) || to === undefined)
          return { ...answered(answer, at, signal), ...(movedTo && { movedTo }) };
        answer.destroy();
        if (!URL.canParse(to, at.href))
          throw new Unavailable(`${at.host} sends us to an address that makes no sense`);
        const next = new URL(to, at);
        // What was meant for one server is not shown to another.
        if (next.origin !== at.origin) sent = {};
        forGood &&= status === 301 || status === 308;
        if (forGood) movedTo = next;
        at = next;
      }
      throw new WebRefused("too-many-redirects", `${url.host} sends us round in circles`);
    },
    async post(url, { headers, body, signal }) {
      const sent = { ...headers, "content-length": String(Buffer.byteLength(body)) };
      let at = url;
      for (let hop = 0; hop <= mostRedirects; hop += 1) {
        signal?.throwIfAborted();
        const answer = await once(at, sent, signal, body).catch((error: unknown) => {
          throw translated(error, at, signal);
        });
        const to = answer.headers.location;
        const status = answer.statusCode ?? 0;
        if ((status !== 307 && status !== 308) || to === undefined || !URL.canParse(to, at.href))
          return answered(answer, at, signal);
        answer.destroy();
        const next = new URL(to, at);
        if (!isSameServer(at, next))
          throw new WebRefused(
            "other-server",
            `${at.host} sends us on to ${next.host}; we hand nothing on to another server: use that address itself`,
          );
        at = next;
      }
      throw new WebRefused("too-many-redirects", `${url.host} sends us round in circles`);
    },
  };
}

/** Whether a body meant for `from` may go on to `to`: same host and port, or the same host where it has moved on to https. */
function isSameServer(from: URL, to: URL): boolean {
  return (
    from.origin === to.origin ||
    (from.hostname === to.hostname && from.protocol === "http:" && to.protocol === "https:")
  );
}

function refused(name: string): WebRefused {
  return new WebRefused(
    "private-address",
    `${name} is an address inside a home or company network; we only fetch from the internet`,
  );
}

function translated(error: unknown, url: URL, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof WebRefused) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOTFOUND")
    return new NoSuchServer(`There is no server called ${url.hostname}; check the address`, { cause: error });
  return new Unavailable(
    `${url.host} ${troubleWords[code] ?? "does not answer as it should; try again later"}`,
    {
      cause: error,
    },
  );
}

const badCertificate =
  "shows a certificate that we cannot trust; see that it gets a valid one, or try it with http:// instead";

/** What node's codes mean for whoever typed the address. */
const troubleWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: "does not answer; is it switched on, and is the address right?",
  EHOSTUNREACH: "cannot be reached from here; is it switched on, and is the address right?",
  ENETUNREACH: "cannot be reached from here; check the network",
  EAI_AGAIN: "cannot be looked up just now; check the network and try again",
  EPROTO: "speaks no https there; try it with http:// instead",
  ERR_SSL_WRONG_VERSION_NUMBER: "speaks no https there; try it with http:// instead",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "speaks no https there; try it with http:// instead",
  CERT_HAS_EXPIRED: badCertificate,
  DEPTH_ZERO_SELF_SIGNED_CERT: badCertificate,
  SELF_SIGNED_CERT_IN_CHAIN: badCertificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: badCertificate,
  ERR_TLS_CERT_ALTNAME_INVALID: badCertificate,
};

function answered(answer: IncomingMessage, url: URL, signal: AbortSignal | undefined): WebAnswer {
  const pieces = async function* () {
    try {
      for await (const piece of answer as AsyncIterable<Buffer>) yield new Uint8Array(piece);
    } catch (error) {
      throw translated(error, url, signal);
    }
  };
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    status: answer.statusCode ?? 0,
    url,
    headers: Object.fromEntries(headers),
    body: Readable.toWeb(Readable.from(pieces())) as ReadableStream<Uint8Array>,
  };
}
