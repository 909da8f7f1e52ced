import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { AwsCredentials, AwsCredentialsSource } from "./credentials.ts";
import { createSend, type Send, type Sendable } from "./send-over-http.ts";
import { sha256, withSignature } from "./signature-v4.ts";

/** The services that the product calls, by the name that signatures use. */
type ProductService = "dynamodb" | "s3" | "sqs" | "ssm" | "polly" | "transcribe" | "cloudfront-keyvaluestore";
/** The services that whoever operates it calls: the commands, and the guard. */
type OperatorService =
  | "apigateway"
  | "budgets"
  | "ce"
  | "cloudformation"
  | "cloudfront"
  | "ecs"
  | "freetier"
  | "iam"
  | "lambda"
  | "logs"
  | "monitoring"
  | "sns"
  | "sts";
export type AwsService = ProductService | OperatorService;

export type AwsRequest = {
  readonly method?: string;
  /** Path and query on the service's endpoint; `/` when absent. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly timeoutMs?: number;
  /** Ends the call; it rejects with the signal's reason then, and what it asked for may have happened. */
  readonly signal?: AbortSignal;
};

/** A service's own error: `type` without its namespace, e.g. `ConditionalCheckFailedException`. Not worth repeating. */
export class AwsRefused extends Error {
  override readonly name = "AwsRefused";
  readonly type: string;
  readonly status: number;
  /** Whether an earlier try of this call may have been carried out although we never heard. */
  readonly afterDoubt: boolean;
  constructor(type: string, status: number, message: string, afterDoubt: boolean) {
    super(message);
    this.type = type;
    this.status = status;
    this.afterDoubt = afterDoubt;
  }
}

/**
 * Sends a signed request and answers with a success. Throttling, 5xx and silence are tried again a few times with growing
 * pauses; throws {@link AwsRefused} for a refusal and `Unavailable` when it stays unreachable.
 */
export type SignedCall = (service: AwsService, request: AwsRequest) => Promise<Response>;

export type SignedCallOptions = {
  readonly region: string;
  readonly credentials: AwsCredentialsSource;
  /** For emulators; default: the service's public endpoint in the region. No trailing slash. */
  readonly endpoint?: (service: AwsService) => string;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Default: node's own client. */
  readonly send?: Send;
  /** Default: for the one region. */
  readonly sign?: typeof withSignature;
};

const triesMax = 5;
const firstPauseMs = 50;
const throttled = /Throttl|ProvisionedThroughputExceeded|RequestLimitExceeded|SlowDown|TooManyRequests/;
/** Our clock is wrong; the answer tells the right time. */
const wrongTime = /RequestTimeTooSkewed|RequestExpired|InvalidSignature|SignatureDoesNotMatch/;
const skewMostMs = 60_000;
const staleKeys = /ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId/;

/** @see https://docs.aws.amazon.com/general/latest/gr/api-retries.html */
export function createSignedCall(options: SignedCallOptions): SignedCall {
  const { clock, chance, credentials } = options;
  const { send = createSend(), sign = withSignature } = options;
  const endpoint = options.endpoint ?? ((service) => `https://${service}.${options.region}.amazonaws.com`);
  /** How far the services' clocks are ahead of ours. */
  let aheadMs = 0;

  return async (service, request) => {
    let inDoubt = false;
    let lastTrouble = "";
    let refreshed = false;
    for (let attempt = 0; attempt < triesMax; attempt++) {
      if (attempt > 0) await clock.sleep(pauseMs(attempt, chance), request.signal);
      request.signal?.throwIfAborted();
      const keys = await credentials(refreshed ? { refresh: true } : undefined);
      const nowMs = clock.nowMs() + aheadMs;
      const ready = sendable({ ...options, sign }, keys, endpoint(service), service, request, nowMs);
      const response = await send(ready).catch((error: unknown) => {
        request.signal?.throwIfAborted();
        lastTrouble = error instanceof Error ? error.message : String(error);
        return undefined;
      });
      if (response === undefined) {
        inDoubt = true;
        continue;
      }
      if (response.ok || response.status === 304) return response;
      const { type, message } = await troubleOf(response);
      lastTrouble = `${response.status} ${type}`;
      const offMs = Date.parse(response.headers.get("date") ?? "") - nowMs;
      if (response.status >= 500) inDoubt = true;
      else if (staleKeys.test(type) && !refreshed) refreshed = true;
      else if (wrongTime.test(type) && Math.abs(offMs) > skewMostMs) aheadMs += offMs;
      else if (!throttled.test(type) && response.status !== 429) {
        throw new AwsRefused(type, response.status, `${service} refused: ${type} ${message}`, inDoubt);
      }
    }
    throw new Unavailable(
      `Amazon does not answer at the moment; try again in a minute (${service} did not answer after ${triesMax} tries: ${lastTrouble})`,
    );
  };
}

function sendable(
  { region, sign }: { readonly region: string; readonly sign: typeof withSignature },
  keys: AwsCredentials,
  endpoint: string,
  service: AwsService,
  request: AwsRequest,
  nowMs: number,
): Sendable {
  const { method = "POST", path = "/", body, timeoutMs = 5_000 } = request;
  const url = new URL(`${endpoint}${path}`);
  // S3's bodies are large and travel over TLS; the others' are signed like the rest.
  const bodyHash =
    request.headers?.["x-amz-content-sha256"] ?? (service === "s3" ? "UNSIGNED-PAYLOAD" : sha256(body ?? ""));
  const headers = {
    ...request.headers,
    ...(service === "s3" && { "x-amz-content-sha256": bodyHash }),
  };
  const timeout = AbortSignal.timeout(timeoutMs);
  return {
    method,
    url,
    headers: {
      ...sign({ method, url, headers, bodyHash, service, region, keys, nowMs }),
      ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
    },
    ...(body !== undefined && { body }),
    signal: request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]),
  };
}

/** JSON services name the error in `__type`, S3 in XML; a proxy in between may say nothing we know. */
async function troubleOf(response: Response): Promise<{ type: string; message: string }> {
  const text = await response.text().catch(() => "");
  const xml = /<Code>([^<]+)<\/Code>(?:\s*<Message>([^<]*)<\/Message>)?/.exec(text);
  if (xml !== null) return { type: xml[1] ?? "Unknown", message: xml[2] ?? "" };
  const named = response.headers.get("x-amzn-errortype")?.split(":")[0];
  const type = /"__type"\s*:\s*"(?:[^"#]*#)?([^"]+)"/.exec(text)?.[1] ?? named;
  const message = /"[mM]essage"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  return { type: type ?? `HTTP${response.status}`, message: message ?? "" };
}

function pauseMs(attempt: number, chance: Chance): number {
  return firstPauseMs * 2 ** (attempt - 1) * (0.5 + chance.fraction());
}
