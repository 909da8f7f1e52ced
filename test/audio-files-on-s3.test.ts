import { afterAll, beforeAll } from "vitest";
import { createS3AudioFiles } from "../src/adapters/aws/s3/audio-files.ts";
import { presignedUrl } from "../src/adapters/aws/s3/presigned-url.ts";
import { audioFilesContract } from "../src/ports/audio-files.contract.ts";
import { startS3 } from "./emulators/s3.ts";
import { signedTo } from "./emulators/signed-to.ts";

let s3: Awaited<ReturnType<typeof startS3>>;
let buckets = 0;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3[Symbol.asyncDispose]());

audioFilesContract("S3", () => {
  const region = "us-east-1";
  const credentials = async () => ({ accessKeyId: "test", secretAccessKey: "test" });
  const bucket = `bucket-${++buckets}`;
  s3.createBucket(bucket);
  return createS3AudioFiles(
    signedTo(() => s3.endpoint),
    {
      bucket,
      addressOf: (key, ttlSeconds) =>
        presignedUrl({
          region,
          credentials,
          method: "GET",
          url: `${s3.endpoint}/${bucket}/${key}`,
          ttlSeconds,
          nowMs: Date.now(),
        }),
    },
  );
});
