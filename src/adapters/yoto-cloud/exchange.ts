import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { YotoCloudConfig } from "./config.ts";

export type Exchange = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly signal?: AbortSignal;
  /** Instead of the configured time limit. */
  readonly timeoutMs?: number;
};
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
};

type Wire = Pick<YotoCloudConfig, "version" | "clock" | "log" | "timeoutMs">;

/** Sends one request and reads the whole answer, whatever its status. Throws `YotoTrouble` `unavailable`, or the signal's reason. */
export async function exchange(config: Wire, request: Exchange): Promise<Answer> {
  const { method, url, headers, body, signal } = request;
  const timeoutMs = request.timeoutMs ?? config.timeoutMs ?? 10_000;
  const timeLimit = AbortSignal.timeout(timeoutMs);
  const startedAtMs = config.clock.nowMs();
  const tell = (result: { status: number } | { failed: string }) =>
    // Path only: queries of signed addresses are secrets.
    config.log.debug("yoto-call", {
      method,
      path: url.pathname,
      tookMs: config.clock.nowMs() - startedAtMs,
      ...result,
    });
  try {
    const response = await fetch(url, {
      method,
      headers: { "user-agent": `yoto-smart-stream/${config.version}`, ...headers },
      redirect: "manual",
      signal: signal === undefined ? timeLimit : AbortSignal.any([signal, timeLimit]),
      ...(body === undefined ? {} : { body, duplex: "half" }),
    });
    const text = await wholeText(response);
    tell({ status: response.status });
    return { status: response.status, headers: response.headers, text };
  } catch (error) {
    signal?.throwIfAborted();
    const why = timeLimit.aborted ? `no answer in ${timeoutMs} ms` : codeOf(error);
    tell({ failed: why });
    const broke = neverSent.has(why) ? "cannot be reached" : "broke off";
    const what = timeLimit.aborted ? `did not answer within ${timeoutMs / 1000} seconds` : broke;
    throw new YotoTrouble("unavailable", `Yoto ${what}; try again in a while`, {
      detail: why,
      answerLost: !neverSent.has(why),
      cause: error,
    });
  }
}

/** The library of ten thousand cards is shorter. */
const longestAnswerBytes = 64 * 1024 * 1024;

/** The whole answer; one without an end is not waited for. */
async function wholeText({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    parts.push(part);
    bytes += part.byteLength;
    if (bytes > longestAnswerBytes) throw new Error(`an answer of more than ${longestAnswerBytes} bytes`);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

/** Failures before the first byte of ours left. */
const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** `fetch` hides the reason one or two causes down. */
function codeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return error instanceof Error ? error.message : String(error);
}
