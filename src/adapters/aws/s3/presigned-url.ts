import { AwsClient } from "aws4fetch";
import type { AwsCredentialsSource } from "../credentials.ts";
import { signatureTime } from "../signed-call.ts";

export type PresignOptions = {
  readonly region: string;
  readonly credentials: AwsCredentialsSource;
  readonly method: "GET" | "PUT";
  /** The object's whole address, without a query of ours. */
  readonly url: string;
  readonly ttlSeconds: number;
  readonly nowMs: number;
};

/**
 * An address that S3 itself answers, for one method and so long, or as long as the keys it was signed with live.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export async function presignedUrl(options: PresignOptions): Promise<URL> {
  const { accessKeyId, secretAccessKey, sessionToken } = await options.credentials();
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    service: "s3",
    region: options.region,
  });
  const url = new URL(options.url);
  url.searchParams.set("X-Amz-Expires", String(options.ttlSeconds));
  const signed = await client.sign(url.href, {
    method: options.method,
    aws: { signQuery: true, datetime: signatureTime(options.nowMs) },
  });
  return new URL(signed.url);
}
