import type { Measure } from "../../ports/aws-account.ts";
import type { Profile } from "./costs/profiles.ts";
import type { Deployed } from "./deployed.ts";

const monthMs = 30.4 * 86_400_000;

/** What a deployment's last thirty days were, as CloudWatch counted them for nothing; the rest stays as imagined. */
export async function monthOf({ account, must }: Deployed, nowMs: number): Promise<Partial<Profile>> {
  const table = (name: string): Measure => ({
    namespace: "AWS/DynamoDB",
    name,
    of: { TableName: must("TableName") },
  });
  const lambda = (name: string, fn: string): Measure => ({
    namespace: "AWS/Lambda",
    name,
    of: { FunctionName: must(fn) },
  });
  const edge = (name: string): Measure => ({
    namespace: "AWS/CloudFront",
    name,
    of: { DistributionId: must("DistributionId"), Region: "Global" },
    worldwide: true,
  });
  const api: Measure = {
    namespace: "AWS/ApiGateway",
    name: "Count",
    of: { ApiId: must("ApiId"), Stage: "$default" },
  };
  const kept: Measure = {
    namespace: "AWS/S3",
    name: "BucketSizeBytes",
    of: { BucketName: must("AudioBucket"), StorageType: "StandardStorage" },
    as: "last-average",
  };
  const sum = (measure: Measure) => account.measured(measure, nowMs - monthMs);
  const [calls, writes, reads, apiMs, requests, bytes, keptBytes, jobs, jobMs] = await Promise.all([
    sum(api),
    sum(table("ConsumedWriteCapacityUnits")),
    sum(table("ConsumedReadCapacityUnits")),
    sum(lambda("Duration", "ApiFunction")),
    sum(edge("Requests")),
    sum(edge("BytesDownloaded")),
    sum(kept),
    sum(lambda("Invocations", "WorkerFunction")),
    sum(lambda("Duration", "WorkerFunction")),
  ]);
  return {
    apiCalls: calls,
    apiMs: calls === 0 ? 0 : apiMs / calls,
    // The table counted the listener's with everybody's.
    listenerHours: 0,
    hoursPlayed: 0,
    tableWrites: writes,
    // The bill counts units; a profile counts eventually consistent reads, of which two make one.
    tableReads: reads * 2,
    audioRequests: Math.max(0, requests - calls),
    audioGbPlayed: bytes / 1e9,
    audioGbKept: keptBytes / 1e9,
    workerCalls: jobs,
    workerGbSeconds: (jobMs / 1000) * (1769 / 1024),
  };
}
