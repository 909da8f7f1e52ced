import { afterAll, beforeAll, expect, test } from "vitest";
import { createS3DirectUploads } from "../src/adapters/aws/s3/direct-uploads.ts";
import { createSend, type Send } from "../src/adapters/aws/send-over-http.ts";
import { startS3 } from "./emulators/s3.ts";
import { signedTo } from "./emulators/signed-to.ts";
import { someBytes } from "./some-bytes.ts";

let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  s3 = await startS3();
  s3.createBucket("audio");
});
afterAll(() => s3[Symbol.asyncDispose]());

/** The emulator does not list the parts of an upload: this does, a thousand at a time, from what S3 answered when they came. */
const partsSent = new Map<string, { readonly path: string; readonly etags: Map<number, string> }>();
const plainSend = createSend();
const sendWithLists: Send = async (request) => {
  const { searchParams, pathname } = request.url;
  const upload = partsSent.get(searchParams.get("uploadId") ?? "");
  if (request.method !== "GET" || !searchParams.has("uploadId")) return plainSend(request);
  if (upload?.path !== pathname)
    return new Response("<Error><Code>NoSuchUpload</Code></Error>", { status: 404 });
  const after = Number(searchParams.get("part-number-marker") ?? 0);
  const sorted = [...upload.etags].sort(([a], [b]) => a - b).filter(([number]) => number > after);
  const parts = sorted
    .slice(0, 1000)
    .map(([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`);
  const last = sorted[parts.length - 1]?.[0];
  const more = `<IsTruncated>${sorted.length > parts.length}</IsTruncated><NextPartNumberMarker>${last}</NextPartNumberMarker>`;
  return new Response(`<ListPartsResult>${more}${parts.join("")}</ListPartsResult>`);
};
const put = async (url: URL | undefined, bytes: Uint8Array<ArrayBuffer>) => {
  const answer = await fetch(url ?? "", { method: "PUT", body: bytes });
  const id = url?.searchParams.get("uploadId") ?? "";
  const upload = partsSent.get(id) ?? { path: url?.pathname ?? "", etags: new Map<number, string>() };
  upload.etags.set(Number(url?.searchParams.get("partNumber")), answer.headers.get("etag") ?? "");
  partsSent.set(id, upload);
  return answer.ok;
};

const uploads = () =>
  createS3DirectUploads(
    signedTo(() => s3.endpoint, { send: sendWithLists }),
    {
      bucket: "audio",
      region: "us-east-1",
      credentials: async () => ({ accessKeyId: "test", secretAccessKey: "test" }),
      endpoint: s3.endpoint,
      nowMs: Date.now,
    },
  );
const stored = async (key: string) =>
  new Uint8Array(await (await fetch(`${s3.endpoint}/audio/${key}`)).arrayBuffer());
test("a small file goes in one piece and is there when it was sent", async () => {
  const bytes = someBytes(1000);
  const { token, parts } = await uploads().begin("uploads/small", bytes.length);
  expect(parts).toMatchObject([{ first: 0, last: 999 }]);
  expect(await uploads().finish("uploads/small", token)).toBeUndefined();
  expect(await put(parts[0]?.url, bytes)).toBe(true);
  expect(await uploads().finish("uploads/small", token)).toEqual({ bytes: 1000 });
  expect(await stored("uploads/small")).toEqual(bytes);
});

test("a large file goes in parts, in any order, and is put together once, however often that is asked", async () => {
  const bytes = someBytes(40_000_000);
  const { token, parts } = await uploads().begin("uploads/large", bytes.length);
  expect(parts.length).toBe(5);
  expect(parts.at(-1)?.last).toBe(bytes.length - 1);
  expect(await uploads().finish("uploads/large", token)).toBeUndefined();
  const sendPart = ({ url, first, last }: { url: URL; first: number; last: number }) =>
    put(url, bytes.subarray(first, last + 1));
  for (const part of [...parts].reverse().slice(0, 3)) expect(await sendPart(part)).toBe(true);
  expect(await uploads().finish("uploads/large", token)).toBeUndefined();
  const known = (await uploads().resume("uploads/large", token, bytes.length)) ?? [];
  expect(known.map(({ isSent }) => isSent)).toEqual([false, false, true, true, true]);
  for (const part of known) if (!part.isSent) expect(await sendPart(part)).toBe(true);
  expect(await uploads().finish("uploads/large", token)).toEqual({ bytes: bytes.length });
  partsSent.delete(token.slice(token.indexOf(".") + 1)); // S3 forgets an upload that was put together
  expect(await uploads().finish("uploads/large", token)).toEqual({ bytes: bytes.length });
  expect(Buffer.compare(await stored("uploads/large"), bytes)).toBe(0);
});

test("a token of another upload puts nothing together", async () => {
  const { token } = await uploads().begin("uploads/mine", 20_000_000);
  expect(await uploads().finish("uploads/other", token)).toBeUndefined();
});

test("of a file of more than a thousand parts all are known", async () => {
  const bytes = 1001 * 8 * 1024 * 1024;
  const { token, parts } = await uploads().begin("uploads/huge", bytes);
  const url = parts[0]?.url;
  const etags = new Map(parts.map((_, at) => [at + 1, `"etag-${at}"`]));
  partsSent.set(url?.searchParams.get("uploadId") ?? "", { path: url?.pathname ?? "", etags });
  const known = await uploads().resume("uploads/huge", token, bytes);
  expect(known?.filter(({ isSent }) => isSent)).toHaveLength(1001);
});
