import type { AwsAccount } from "../../../ports/aws-account.ts";
import type { Clock } from "../../../ports/clock.ts";
import { type AccountCalls, elementsIn, textIn } from "./account-calls.ts";

/** The web app's files in S3, and CloudFront's memory of them. */
export function createWebBucket(
  { call }: AccountCalls,
  clock: Pick<Clock, "nowMs">,
): Pick<AwsAccount, "putFile" | "fileVersions" | "restoreFile" | "forget"> {
  return {
    async putFile(bucket, key, { bytes, type, cacheControl }) {
      await call("s3", {
        method: "PUT",
        path: `/${bucket}/${key}`,
        headers: { "content-type": type, "cache-control": cacheControl },
        body: bytes,
        timeoutMs: 120_000,
      });
    },

    async fileVersions(bucket, key) {
      const answer = await call("s3", {
        method: "GET",
        path: `/${bucket}?prefix=${encodeURIComponent(key)}&versions=`,
      });
      return elementsIn(await answer.text(), "Version")
        .filter((each) => textIn(each, "Key") === key)
        .map((each) => ({ id: textIn(each, "VersionId") ?? "", at: textIn(each, "LastModified") ?? "" }));
    },

    async restoreFile(bucket, key, version) {
      await call("s3", {
        method: "PUT",
        path: `/${bucket}/${key}`,
        headers: { "x-amz-copy-source": `/${bucket}/${key}?versionId=${encodeURIComponent(version)}` },
      });
    },

    async forget(distributionId, paths) {
      const items = paths.map((path) => `<Path>${path}</Path>`).join("");
      await call("cloudfront", {
        path: `/2020-05-31/distribution/${distributionId}/invalidation`,
        headers: { "content-type": "application/xml" },
        body: `<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><CallerReference>${clock.nowMs()}</CallerReference><Paths><Quantity>${paths.length}</Quantity><Items>${items}</Items></Paths></InvalidationBatch>`,
      });
    },
  };
}
