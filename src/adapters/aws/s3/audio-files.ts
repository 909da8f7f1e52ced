import { checkFileKey, checkFilePrefix } from "../../../ports/audio-file-key.ts";
import type { AudioFiles, ByteRange } from "../../../ports/audio-files.ts";
import { TooLarge } from "../../../ports/audio-files.ts";
import { AwsRefused, type SignedCall } from "../signed-call.ts";

export type S3AudioFilesOptions = {
  readonly bucket: string;
  /**
   * Where a player may fetch a key for at least so long. Players ask with HEAD too, which S3's own presigned GET refuses, so
   * this is CloudFront's capability address in production.
   */
  readonly addressOf: (key: string, ttlSeconds: number, grant: string | undefined) => Promise<URL>;
};

/** Bytes in a bucket. Objects appear whole: S3 shows nothing of an upload before it is complete. */
export function createS3AudioFiles(call: SignedCall, { bucket, addressOf }: S3AudioFilesOptions): AudioFiles {
  const pathOf = (key: string) => {
    checkFileKey(key);
    return `/${bucket}/${key}`;
  };

  return {
    async locate(key, ttlSeconds, grant) {
      const head = await unlessMissing(call("s3", { method: "HEAD", path: pathOf(key) }));
      if (head === undefined) return undefined;
      return {
        at: "url",
        url: await addressOf(key, ttlSeconds, grant),
        bytes: Number(head.headers.get("content-length")),
      };
    },

    async read(key, range) {
      const headers = range === undefined ? {} : { range: rangeHeader(range) };
      const path = pathOf(key);
      const answer = await unlessMissing(call("s3", { method: "GET", path, headers, timeoutMs: 900_000 }));
      return answer?.body ?? undefined;
    },

    async put(key, bytes, { maxBytes, contentType }) {
      const { uploadInParts } = await import("./upload-in-parts.ts");
      return { bytes: await uploadInParts(call, pathOf(key), capped(bytes, maxBytes), contentType) };
    },

    async delete(key) {
      await unlessMissing(call("s3", { method: "DELETE", path: pathOf(key) }));
    },

    async list(prefix, after) {
      checkFilePrefix(prefix);
      const query = new URLSearchParams({ "list-type": "2", prefix });
      if (after !== undefined) query.set("start-after", after);
      const answer = await call("s3", { method: "GET", path: `/${bucket}?${query}` });
      return objectsIn(await answer.text());
    },
  };
}

function rangeHeader({ first, last }: ByteRange): string {
  return `bytes=${first}-${last}`;
}

async function unlessMissing(answer: Promise<Response>): Promise<Response | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof AwsRefused && error.status === 404) return undefined;
    throw error;
  });
}

/** Passes bytes on until there are too many. */
async function* capped(bytes: ReadableStream<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of bytes) {
    total += chunk.byteLength;
    if (total > maxBytes) throw new TooLarge(`More than ${maxBytes} bytes came; send a smaller file`);
    yield chunk;
  }
}

/** Of one page: S3 puts at most a thousand on it, as we do. */
function objectsIn(xml: string): { key: string; bytes: number }[] {
  return [...xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)].map(([, content = ""]) => ({
    key: /<Key>([^<]*)<\/Key>/.exec(content)?.[1] ?? "",
    bytes: Number(/<Size>(\d+)<\/Size>/.exec(content)?.[1] ?? 0),
  }));
}
