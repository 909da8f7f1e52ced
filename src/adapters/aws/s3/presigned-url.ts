import type { AwsCredentialsSource } from "../credentials.ts";
import { withSignedQuery } from "../signature-v4.ts";

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
export async function presignedUrl({ credentials, url, ...wanted }: PresignOptions): Promise<URL> {
  return withSignedQuery({ ...wanted, url: new URL(url), service: "s3", keys: await credentials() });
}
