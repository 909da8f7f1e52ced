import { checkFileKey } from "../../../ports/audio-file-key.ts";
import type { DirectUploads, UploadPart } from "../../../ports/direct-uploads.ts";
import type { AwsCredentialsSource } from "../credentials.ts";
import { withSignedQuery } from "../signature-v4.ts";
import { AwsRefused, type SignedCall } from "../signed-call.ts";

export type S3DirectUploadsOptions = {
  readonly bucket: string;
  readonly region: string;
  readonly credentials: AwsCredentialsSource;
  /** Where browsers reach S3. No trailing slash. */
  readonly endpoint: string;
  readonly nowMs: () => number;
};

/** What is smaller goes in one request; the parts of larger ones are small enough to be sent again over a bad line. */
const partBytes = 8 * 1024 * 1024;
const ttlSeconds = 3600;
const single = "single";

/** Uploads past us into a bucket: one presigned PUT, or a multi-part upload whose parts are presigned. */
export function createS3DirectUploads(call: SignedCall, options: S3DirectUploadsOptions): DirectUploads {
  const { bucket, region, credentials, endpoint, nowMs } = options;
  const pathOf = (key: string) => {
    checkFileKey(key);
    return `/${bucket}/${key}`;
  };
  const addressOf = async (path: string): Promise<URL> =>
    withSignedQuery({
      method: "PUT",
      url: new URL(`${endpoint}${path}`),
      service: "s3",
      region,
      keys: await credentials(),
      nowMs: nowMs(),
      ttlSeconds,
    });
  const sizeOf = async (path: string): Promise<number | undefined> => {
    const head = await call("s3", { method: "HEAD", path }).catch(unlessMissing);
    return head && Number(head.headers.get("content-length"));
  };

  const partsOf = async (path: string, id: string, bytes: number): Promise<readonly UploadPart[]> => {
    const parts: UploadPart[] = [];
    for (let first = 0; first < bytes; first += partBytes) {
      const query = `partNumber=${parts.length + 1}&uploadId=${encodeURIComponent(id)}`;
      const url = await addressOf(`${path}?${query}`);
      parts.push({ url, first, last: Math.min(first + partBytes, bytes) - 1 });
    }
    return parts;
  };
  /** What S3 has of an upload; `undefined` when it knows of none, or put it together already. It lists a thousand parts at a time. */
  const sentOf = async (path: string, id: string) => {
    const sent: { readonly number: number; readonly etag: string }[] = [];
    let after: string | undefined;
    do {
      const more = after === undefined ? "" : `part-number-marker=${after}&`;
      const query = `${more}uploadId=${encodeURIComponent(id)}`;
      const listed = await call("s3", { method: "GET", path: `${path}?${query}` }).catch(unlessMissing);
      if (listed === undefined) return undefined;
      const text = await listed.text();
      for (const [, part = ""] of text.matchAll(/<Part>([\s\S]*?)<\/Part>/g))
        sent.push({
          number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
          etag: /<ETag>([^<]+)</.exec(part)?.[1] ?? "",
        });
      const isCut = /<IsTruncated>true</.test(text);
      after = isCut ? /<NextPartNumberMarker>(\d+)</.exec(text)?.[1] : undefined;
    } while (after !== undefined);
    return sent;
  };

  return {
    async begin(key, bytes) {
      const path = pathOf(key);
      if (bytes <= partBytes) {
        const part = { url: await addressOf(path), first: 0, last: bytes - 1 };
        return { token: single, parts: [part] };
      }
      const answer = await call("s3", { path: `${path}?uploads=` });
      const id = /<UploadId>([^<]+)<\/UploadId>/.exec(await answer.text())?.[1];
      if (id === undefined) throw new Error("S3 began an upload without telling its id; try again");
      const parts = await partsOf(path, id, bytes);
      return { token: `${parts.length}.${id}`, parts };
    },

    async resume(key, token, bytes) {
      const path = pathOf(key);
      if (token === single) {
        const isSent = (await sizeOf(path)) === bytes;
        return [{ url: await addressOf(path), first: 0, last: bytes - 1, isSent }];
      }
      const { id, count } = tokenOf(token);
      const sent = Math.ceil(bytes / partBytes) === count ? await sentOf(path, id) : undefined;
      if (sent === undefined) return undefined;
      const numbers = new Set(sent.map(({ number }) => number));
      return (await partsOf(path, id, bytes)).map((part, at) => ({ ...part, isSent: numbers.has(at + 1) }));
    },

    async finish(key, token) {
      const path = pathOf(key);
      if (token !== single) {
        const { id, count } = tokenOf(token);
        const sent = await sentOf(path, id);
        // Already put together by a request whose answer was lost: then the file is there.
        if (sent !== undefined) {
          if (sent.length !== count) return undefined;
          const parts = sent.map(
            ({ number, etag }) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`,
          );
          const body = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
          const query = `uploadId=${encodeURIComponent(id)}`;
          const done = await call("s3", { path: `${path}?${query}`, body, timeoutMs: 25_000 });
          if ((await done.text()).includes("<Error>"))
            throw new Error("S3 could not put the parts together; try again");
        }
      }
      const bytes = await sizeOf(path);
      return bytes === undefined ? undefined : { bytes };
    },
  };
}

/** A token is the number of parts and S3's own id: without the number, a file with a hole would look whole. */
function tokenOf(token: string): { readonly count: number; readonly id: string } {
  const dot = token.indexOf(".");
  return { count: Number(token.slice(0, Math.max(0, dot))), id: token.slice(dot + 1) };
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof AwsRefused && error.status === 404) return undefined;
  throw error;
}
