import { lookup as resolve } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { TLSSocket } from "node:tls";
import type { NoAnswer, PlayerHttp, PlayerHttpRequest, Seen, SeenTls } from "../../ports/player-http.ts";
import { isPublicAddress } from "./public-address.ts";

const patienceMs = 10_000;

const whys: Readonly<Record<string, NoAnswer>> = {
  ENOTFOUND: "unknown-name",
  EAI_AGAIN: "unknown-name",
  ECONNREFUSED: "not-reached",
  EHOSTUNREACH: "not-reached",
  ENETUNREACH: "not-reached",
  ETIMEDOUT: "not-reached",
  CERT_HAS_EXPIRED: "certificate-expired",
  CERT_NOT_YET_VALID: "certificate-expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate-self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate-self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate-chain",
  UNABLE_TO_GET_ISSUER_CERT: "certificate-chain",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "certificate-chain",
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate-name",
};

class Private extends Error {
  override readonly name = "Private";
}

/**
 * Asks as players do, with a player's strictness about certificates. Addresses inside a home or company network are only asked
 * at `own`, where this server itself is: cards made elsewhere must not make us knock at doors of this house.
 */
export function createPlayerHttp(options: {
  readonly own: URL;
  readonly nowMs: () => number;
  /** Trusted beside the public authorities; for tests. */
  readonly ca?: string;
}): PlayerHttp {
  const { own, nowMs, ca } = options;

  function open(question: PlayerHttpRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const { url, method, headers = {} } = question;
    const isOwn = url.origin === own.origin;
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (!isOwn && isIP(host) !== 0 && !isPublicAddress(host)) throw new Private(host);
    const lookup: LookupFunction = (name, wanted, answer) =>
      resolve(name, { ...wanted, all: true }, (error, found) => {
        if (error) return answer(error, "", 0);
        const [first] = found;
        const bad = found.some(({ address }) => !isOwn && !isPublicAddress(address));
        if (bad || first === undefined) return answer(new Private(name), "", 0);
        if (wanted.all) answer(null, found);
        else answer(null, first.address, first.family);
      });
    const { promise, resolve: done, reject } = Promise.withResolvers<IncomingMessage>();
    const ask = url.protocol === "https:" ? requestHttps : requestHttp;
    const request = ask(url, {
      method,
      lookup,
      signal,
      agent: false,
      // What the ESP32's own client sends and little else.
      headers: { "user-agent": "yoto-smart-stream check", connection: "close", ...headers },
      ...(ca !== undefined && url.protocol === "https:" && { ca }),
    });
    request.once("response", done);
    request.on("error", reject);
    request.end();
    return promise;
  }

  return {
    async ask(question): Promise<Seen> {
      const startedAtMs = nowMs();
      const signal = AbortSignal.timeout(patienceMs);
      try {
        const answer = await open(question, signal);
        const waitedMs = nowMs() - startedAtMs;
        const tls = answer.socket instanceof TLSSocket ? seenTls(answer.socket) : undefined;
        const bytes = await read(answer, question.mostBytes);
        const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const);
        return {
          is: "answer",
          status: answer.statusCode ?? 0,
          headers: Object.fromEntries(headers),
          bytes,
          waitedMs,
          ...(tls && { tls }),
        };
      } catch (error) {
        return { is: "no-answer", ...whyOf(error, signal) };
      }
    },
  };
}

async function read(answer: IncomingMessage, mostBytes: number): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  if (mostBytes > 0)
    for await (const piece of answer as AsyncIterable<Buffer>) {
      pieces.push(piece);
      length += piece.length;
      if (length >= mostBytes) break;
    }
  answer.destroy();
  return new Uint8Array(Buffer.concat(pieces).subarray(0, mostBytes));
}

function seenTls(socket: TLSSocket): SeenTls | undefined {
  const certificate = socket.getPeerCertificate();
  const validUntilMs = Date.parse(certificate.valid_to ?? "");
  if (Number.isNaN(validUntilMs)) return undefined;
  const { O: organisation, CN: name } = certificate.issuer ?? {};
  const issuer = [organisation, name].flat().filter(Boolean).join(" ");
  return { validUntilMs, issuer, protocol: socket.getProtocol() ?? "" };
}

function whyOf(error: unknown, signal: AbortSignal): { readonly why: NoAnswer; readonly detail: string } {
  if (signal.aborted) return { why: "too-slow", detail: "" };
  if (error instanceof Private) return { why: "private-address", detail: error.message };
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const why =
    whys[code] ?? (/CERT|TLS|SSL|ALTNAME/i.test(code) ? ("certificate" as const) : ("broken" as const));
  return { why, detail: code || (error instanceof Error ? error.message : "") };
}
