import type { SignedCall } from "../signed-call.ts";

/** S3 takes parts of 5 MB and more, 10 000 at most: 8 MB carry 80 GB. */
const partBytes = 8 * 1024 * 1024;

/**
 * Uploads bytes of unknown length, one part in memory at a time. What fits into one part goes in one request. When the bytes
 * break off, the upload is called off and nothing remains. Answers with the number of bytes.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
export async function uploadInParts(
  call: SignedCall,
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  contentType: string,
): Promise<number> {
  let upload: { id: string; etags: string[] } | undefined;
  let total = 0;
  try {
    for await (const { part, isLast } of inParts(bytes)) {
      total += part.byteLength;
      if (upload === undefined && isLast) {
        const headers = { "content-type": contentType };
        await call("s3", { method: "PUT", path, headers, body: part, timeoutMs: 120_000 });
        return total;
      }
      upload ??= { id: await begin(call, path, contentType), etags: [] };
      upload.etags.push(await sendPart(call, path, upload.id, upload.etags.length + 1, part));
    }
    if (upload !== undefined) await complete(call, path, upload);
    return total;
  } catch (error) {
    if (upload !== undefined) {
      const cancel = call("s3", {
        method: "DELETE",
        path: `${path}?uploadId=${encodeURIComponent(upload.id)}`,
      });
      await cancel.catch(() => undefined); // the bucket's lifecycle rule sweeps what is left
    }
    throw error;
  }
}

/** Cuts a stream into parts; the last may be short, and empty when there was nothing at all. */
async function* inParts(bytes: AsyncIterable<Uint8Array>) {
  let pending: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    let rest = chunk;
    while (size + rest.byteLength > partBytes) {
      const taken = rest.subarray(0, partBytes - size);
      yield { part: joined([...pending, taken]), isLast: false };
      rest = rest.subarray(taken.byteLength);
      pending = [];
      size = 0;
    }
    pending.push(rest);
    size += rest.byteLength;
  }
  yield { part: joined(pending), isLast: true };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

async function begin(call: SignedCall, path: string, contentType: string): Promise<string> {
  const answer = await call("s3", { path: `${path}?uploads=`, headers: { "content-type": contentType } });
  const id = /<UploadId>([^<]+)<\/UploadId>/.exec(await answer.text())?.[1];
  if (id === undefined) throw new Error("S3 began an upload without telling its id; try again");
  return id;
}

async function sendPart(
  call: SignedCall,
  path: string,
  uploadId: string,
  number: number,
  part: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const query = `partNumber=${number}&uploadId=${encodeURIComponent(uploadId)}`;
  const answer = await call("s3", {
    method: "PUT",
    path: `${path}?${query}`,
    body: part,
    timeoutMs: 120_000,
  });
  return answer.headers.get("etag") ?? "";
}

async function complete(call: SignedCall, path: string, upload: { id: string; etags: readonly string[] }) {
  const parts = upload.etags.map(
    (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`,
  );
  const body = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
  const answer = await call("s3", {
    path: `${path}?uploadId=${encodeURIComponent(upload.id)}`,
    body,
    timeoutMs: 120_000,
  });
  const text = await answer.text(); // S3 may say 200 first and tell of a failure in the body
  if (text.includes("<Error>")) throw new Error("S3 could not put the parts together; try again");
}
