import { createHash, createHmac } from "node:crypto";
import type { AwsCredentials } from "./credentials.ts";

/** What a signature is made over, and with what. */
export type ToSign = {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. `host` and the date are added. */
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the body in hex, or `UNSIGNED-PAYLOAD`. */
  readonly bodyHash: string;
  readonly service: string;
  readonly region: string;
  readonly keys: AwsCredentials;
  readonly nowMs: number;
};

const algorithm = "AWS4-HMAC-SHA256";

/**
 * The headers with a signature among them.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function withSignature(wanted: ToSign): Record<string, string> {
  const { url, keys, nowMs } = wanted;
  const headers: Record<string, string> = { ...wanted.headers, host: url.host, "x-amz-date": timeOf(nowMs) };
  if (keys.sessionToken !== undefined) headers["x-amz-security-token"] = keys.sessionToken;
  const names = Object.keys(headers).sort();
  const signature = signatureOf(wanted, names, headers, canonicalQuery(url.searchParams));
  const credential = `${keys.accessKeyId}/${scopeOf(wanted)}`;
  headers["authorization"] =
    `${algorithm} Credential=${credential}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return headers;
}

/** The address with a signature in its query: whoever has it may make this one request, for `ttlSeconds`. */
export function withSignedQuery(wanted: Omit<ToSign, "headers" | "bodyHash"> & { ttlSeconds: number }): URL {
  const { keys } = wanted;
  const url = new URL(wanted.url);
  const said = {
    "X-Amz-Algorithm": algorithm,
    "X-Amz-Credential": `${keys.accessKeyId}/${scopeOf(wanted)}`,
    "X-Amz-Date": timeOf(wanted.nowMs),
    "X-Amz-Expires": String(wanted.ttlSeconds),
    "X-Amz-SignedHeaders": "host",
    ...(keys.sessionToken !== undefined && { "X-Amz-Security-Token": keys.sessionToken }),
  };
  for (const [name, value] of Object.entries(said)) url.searchParams.set(name, value);
  const query = canonicalQuery(url.searchParams);
  const whole = { ...wanted, url, headers: {}, bodyHash: "UNSIGNED-PAYLOAD" };
  const signature = signatureOf(whole, ["host"], { host: url.host }, query);
  url.search = `${query}&X-Amz-Signature=${signature}`;
  return url;
}

/** SHA-256 in hex. */
export function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function signatureOf(
  wanted: ToSign,
  names: readonly string[],
  headers: Readonly<Record<string, string>>,
  query: string,
): string {
  const { method, url, bodyHash, service, region, keys, nowMs } = wanted;
  const path = url.pathname.split("/").map((part) => strictly(decodeURIComponent(part)));
  const request = canonicalRequest({ method, path: path.join("/"), query, names, headers, bodyHash });
  const text = [algorithm, timeOf(nowMs), scopeOf(wanted), sha256(request)].join("\n");
  const mac = (key: string | Buffer, message: string) => createHmac("sha256", key).update(message).digest();
  const dayKey = mac(`AWS4${keys.secretAccessKey}`, timeOf(nowMs).slice(0, 8));
  return mac(mac(mac(mac(dayKey, region), service), "aws4_request"), text).toString("hex");
}

/** A request in the one form that both sides sign: names sorted, `path` and `query` encoded as the service wants them. */
export function canonicalRequest(request: {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly names: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyHash: string;
}): string {
  const { method, path, query, names, headers, bodyHash } = request;
  const lines = names.map((name) => `${name}:${headers[name]?.trim().replace(/\s+/g, " ")}\n`);
  return [method, path, query, lines.join(""), names.join(";"), bodyHash].join("\n");
}

function scopeOf({ region, service, nowMs }: Pick<ToSign, "region" | "service" | "nowMs">): string {
  return `${timeOf(nowMs).slice(0, 8)}/${region}/${service}/aws4_request`;
}

/** Names and values encoded and sorted. */
export function canonicalQuery(query: URLSearchParams): string {
  const parts = [...query].map(([name, value]) => `${strictly(name)}=${strictly(value)}`);
  return parts.sort().join("&");
}

/** Percent-encoding as AWS wants it: everything but letters, digits and `-_.~`. */
export function strictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `20130524T000000Z`. */
export function timeOf(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/[:-]|\.\d{3}/g, "");
}
