import { createHash } from "node:crypto";
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, Agent as TlsAgent } from "node:https";
import type { PretendClock } from "../clock.ts";
import type { Journal } from "../journal.ts";
import { holdBriefly } from "./hold-briefly.ts";
import { askHttp10 } from "./http10.ts";

/** The other side did not keep to HTTP, or not in time. */
export class WireTrouble extends Error {
  override readonly name = "WireTrouble";
}

export type WireQuestion = {
  readonly method: "GET" | "HEAD";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly httpVersion: "1.0" | "1.1";
  readonly keepAlive: boolean;
};

/** An answer whose body is read piece by piece, and no faster than it is asked for. */
export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` at the end; throws where the body breaks off or stalls for ten seconds. */
  read(): Promise<Uint8Array | undefined>;
  /** Hangs up, if the body is not through yet. */
  close(): void;
};

/** One request as the screen of a player shows it. */
export type Fetch = {
  readonly method: string;
  readonly url: string;
  readonly atMs: number;
  status: number | "waiting" | "failed";
  bytes: number;
  done: boolean;
};

export type WireDeps = {
  readonly clock: PretendClock;
  readonly journal: Journal;
  readonly deviceId: string;
  /** PEM of a private certificate authority the player trusts beside the public ones. */
  readonly ca?: string | undefined;
  /** Without a network nothing can be asked. */
  readonly hasNetwork?: () => boolean;
  /** In ms of real time; less where the server is known to wait for this very clock. */
  readonly patienceMs?: number | undefined;
  /** How long a request is on its way. Default: no time at all. */
  readonly latencyMs?: number | undefined;
  /** Hears of every request when it begins. */
  readonly onFetch?: (fetch: Fetch) => void;
};

/** A body as it comes off a socket. */
export type RawAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly pieces: AsyncIterator<Uint8Array>;
  destroy(): void;
};

const waitMs = 10_000;
/** Real time the virtual clock waits for an answer, and for the next one of somebody who let it wait in vain. */
const usualPatience = { fresh: 2_000, spent: 100 };

/** Creates the function a player asks HTTP servers with; every request ends up in the journal, with its body's SHA-256. */
export function createWire({
  clock,
  journal,
  deviceId,
  ca,
  hasNetwork,
  onFetch,
  patienceMs: wanted,
  latencyMs = 0,
}: WireDeps) {
  const agents = { http: new Agent({ keepAlive: true }), https: new TlsAgent({ keepAlive: true }) };

  const patience = { ...usualPatience, ...(wanted !== undefined && { fresh: wanted }) };
  let patienceMs = patience.fresh;

  /** Fails with `WireTrouble` when `work` takes more than ten seconds of pretend time. */
  const inTime = async <Result>(what: string, work: Promise<Result>, giveUp: () => void): Promise<Result> => {
    const tooLate = Promise.withResolvers<never>();
    const timer = clock.after(waitMs, () => {
      patienceMs = patience.spent;
      tooLate.reject(new WireTrouble(`${what} took more than ${waitMs / 1_000} s`));
      giveUp();
    });
    try {
      const result = await Promise.race([holdBriefly(clock, work, patienceMs), tooLate.promise]);
      patienceMs = patience.fresh;
      return result;
    } finally {
      timer.cancel();
    }
  };

  const open = new Set<RawAnswer>();

  const ask = async (question: WireQuestion): Promise<WireAnswer> => {
    if (hasNetwork?.() === false) throw new WireTrouble("there is no network");
    const startedAtMs = clock.nowMs();
    if (latencyMs > 0) await new Promise<void>((arrives) => clock.after(latencyMs, arrives));
    const seen: Fetch = {
      method: question.method,
      url: question.url,
      atMs: startedAtMs,
      status: "waiting",
      bytes: 0,
      done: false,
    };
    onFetch?.(seen);
    const hash = createHash("sha256");
    let answer: RawAnswer | undefined;
    const note = (status: number | "failed", responseHeaders: Readonly<Record<string, string>>) => {
      if (seen.done) return;
      seen.done = true;
      seen.status = status;
      if (answer !== undefined) open.delete(answer);
      journal.add({
        kind: "http",
        from: "player",
        deviceId,
        method: question.method,
        url: question.url,
        requestHeaders: question.headers,
        status,
        responseHeaders,
        bytes: seen.bytes,
        sha256: hash.digest("hex"),
        tookMs: clock.nowMs() - startedAtMs,
      });
    };

    const hangUp = new AbortController();
    let opened: RawAnswer;
    try {
      const asked =
        question.httpVersion === "1.0"
          ? askHttp10(question, hangUp.signal, ca)
          : askHttp11(question, hangUp.signal, agents, ca);
      asked.catch(() => {}); // it may fail once more after we stopped waiting
      opened = await inTime("the first byte", asked, () => hangUp.abort());
    } catch (error) {
      note("failed", {});
      throw error instanceof WireTrouble
        ? error
        : new WireTrouble(`no answer from ${question.url}`, { cause: error });
    }
    answer = opened;
    const { status, headers } = opened;
    seen.status = status;
    let through = false;
    open.add(opened);
    return {
      status,
      headers,
      read: async () => {
        if (through) return undefined;
        try {
          const next = opened.pieces.next();
          next.catch(() => {});
          const piece = await inTime("the next bytes", next, () => opened.destroy());
          if (piece.done) {
            through = true;
            note(status, headers);
            return undefined;
          }
          seen.bytes += piece.value.length;
          hash.update(piece.value);
          return piece.value;
        } catch (error) {
          through = true;
          opened.destroy();
          note(status, headers);
          throw error instanceof WireTrouble
            ? error
            : new WireTrouble(`the answer of ${question.url} broke off`, { cause: error });
        }
      },
      close: () => {
        if (!through) opened.destroy();
        through = true;
        note(status, headers);
      },
    };
  };

  return {
    ask,
    /** The network is gone: every answer that is still coming breaks off. */
    cutAll: () => {
      for (const answer of open) answer.destroy();
    },
    [Symbol.dispose]: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

export type Wire = ReturnType<typeof createWire>;

function askHttp11(
  { method, url, headers, keepAlive }: WireQuestion,
  signal: AbortSignal,
  agents: { http: Agent; https: TlsAgent },
  ca: string | undefined,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const tls = url.startsWith("https:");
    const answered = (message: IncomingMessage) => {
      message.on("error", () => {}); // the iterator tells
      resolve({
        status: message.statusCode ?? 0,
        headers: Object.fromEntries(
          Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
        ),
        pieces: message[Symbol.asyncIterator](),
        destroy: () => message.destroy(),
      });
    };
    const options = { method, headers, signal };
    try {
      const asked = tls
        ? httpsRequest(
            url,
            { ...options, agent: keepAlive ? agents.https : false, ...(ca && { ca }) },
            answered,
          )
        : httpRequest(url, { ...options, agent: keepAlive ? agents.http : false }, answered);
      asked.on("error", reject);
      asked.end();
    } catch (error) {
      reject(error); // a URL nobody can ask
    }
  });
}
