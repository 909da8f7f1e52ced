import { AwsClient } from "aws4fetch";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { AwsCredentials, AwsCredentialsSource } from "./credentials.ts";

/** The services we call, by the name that signatures use. */
export type AwsService = "dynamodb" | "s3" | "sqs" | "ssm" | "polly";

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
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
};

const triesMax = 5;
const firstPauseMs = 50;
const throttled = /Throttl|ProvisionedThroughputExceeded|RequestLimitExceeded|SlowDown|TooManyRequests/;
const staleKeys = /ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId/;

/** @see https://docs.aws.amazon.com/general/latest/gr/api-retries.html */
export function createSignedCall(options: SignedCallOptions): SignedCall {
  const { clock, chance, credentials } = options;
  const send = options.fetch ?? fetch;
  const endpoint = options.endpoint ?? ((service) => `https://${service}.${options.region}.amazonaws.com`);

  return async (service, request) => {
    let inDoubt = false;
    let lastTrouble = "";
    let refreshed = false;
    for (let attempt = 0; attempt < triesMax; attempt++) {
      if (attempt > 0) await clock.sleep(pauseMs(attempt, chance), request.signal);
      request.signal?.throwIfAborted();
      const keys = await credentials(refreshed ? { refresh: true } : undefined);
      const signed = await sign(options.region, keys, endpoint(service), service, request, clock.nowMs());
      const timeout = AbortSignal.timeout(request.timeoutMs ?? 5_000);
      const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]);
      const response = await send(signed, { signal }).catch((error: unknown) => {
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
      if (response.status >= 500) inDoubt = true;
      else if (staleKeys.test(type) && !refreshed) refreshed = true;
      else if (!throttled.test(type) && response.status !== 429) {
        throw new AwsRefused(type, response.status, `${service} refused: ${type} ${message}`, inDoubt);
      }
    }
    throw new Unavailable(
      `${service} did not answer after ${triesMax} tries (${lastTrouble}); try again later`,
    );
  };
}

function sign(
  region: string,
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
  endpoint: string,
  service: AwsService,
  { method = "POST", path = "/", headers = {}, body }: AwsRequest,
  nowMs: number,
): Promise<Request> {
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    region,
    service,
    retries: 0,
  });
  return client.sign(`${endpoint}${path}`, {
    method,
    headers: { ...headers },
    ...(body === undefined ? {} : { body }),
    aws: { datetime: signatureTime(nowMs) },
  });
}

/** `20130524T000000Z`, as signatures write time. */
export function signatureTime(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/[:-]|\.\d{3}/g, "");
}

/** JSON services name the error in `__type`, S3 in XML; a proxy in between may say nothing we know. */
async function troubleOf(response: Response): Promise<{ type: string; message: string }> {
  const text = await response.text().catch(() => "");
  const xml = /<Code>([^<]+)<\/Code>(?:\s*<Message>([^<]*)<\/Message>)?/.exec(text);
  if (xml !== null) return { type: xml[1] ?? "Unknown", message: xml[2] ?? "" };
  const type = /"__type"\s*:\s*"(?:[^"#]*#)?([^"]+)"/.exec(text)?.[1];
  const message = /"[mM]essage"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  return { type: type ?? `HTTP${response.status}`, message: message ?? "" };
}

function pauseMs(attempt: number, chance: Chance): number {
  return firstPauseMs * 2 ** (attempt - 1) * (0.5 + chance.fraction());
}
