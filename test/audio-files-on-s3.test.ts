import { afterAll, beforeAll } from "vitest";
import { createS3AudioFiles } from "../src/adapters/aws/s3/audio-files.ts";
import { presignedUrl } from "../src/adapters/aws/s3/presigned-url.ts";
import { createSignedCall } from "../src/adapters/aws/signed-call.ts";
import { audioFilesContract } from "../src/ports/audio-files.contract.ts";
import { startS3 } from "./emulators/s3.ts";

let s3: Awaited<ReturnType<typeof startS3>>;
let buckets = 0;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3[Symbol.asyncDispose]());

audioFilesContract("S3", () => {
  const region = "us-east-1";
  const credentials = async () => ({ accessKeyId: "test", secretAccessKey: "test" });
  const clock = { nowMs: () => Date.now(), sleep: async () => {} };
  const chance = { fraction: () => 0, secret: () => "", id: () => "" };
  const bucket = `bucket-${++buckets}`;
  s3.createBucket(bucket);
  return createS3AudioFiles(
    createSignedCall({ region, credentials, endpoint: () => s3.endpoint, clock, chance }),
    {
      bucket,
      addressOf: (key, ttlSeconds) =>
        presignedUrl({
          region,
          credentials,
          method: "GET",
          url: `${s3.endpoint}/${bucket}/${key}`,
          ttlSeconds,
          nowMs: clock.nowMs(),
        }),
    },
  );
});
