/** One price of AWS's: dollars for one unit, where and when it was read. Before tax. */
export type Price = {
  readonly unit: string;
  readonly dollars: { readonly "us-east-1": number; readonly "eu-west-2": number };
  /** Units a month that cost nothing, for good (not the offers for new accounts). */
  readonly free?: number;
  readonly date: string;
  readonly source: string;
  /** What one should know before one relies on it. */
  readonly note?: string;
};

const list = (offer: string) =>
  `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${offer}/current/index.json`;
const both = (dollars: number) => ({ "us-east-1": dollars, "eu-west-2": dollars });

/** Every price our bill is made of. Elsewhere than in these two regions, us-east-1's are shown and said to be a guess. */
export const prices = {
  lambdaGbSecond: {
    unit: "GB-second, arm64",
    dollars: both(0.0000133334),
    free: 400_000,
    date: "2026-10-01",
    source: list("AWSLambda"),
  },
  lambdaRequest: {
    unit: "call",
    dollars: both(0.0000002),
    free: 1_000_000,
    date: "2026-10-01",
    source: list("AWSLambda"),
  },
  httpApiRequest: {
    unit: "request",
    dollars: { "us-east-1": 0.000001, "eu-west-2": 0.00000116 },
    date: "2026-09-30",
    source: list("AmazonApiGateway"),
  },
  fargateVcpuHour: {
    unit: "vCPU-hour, arm64",
    dollars: { "us-east-1": 0.03238, "eu-west-2": 0.03725 },
    date: "2026-09-11",
    source: list("AmazonECS"),
  },
  fargateGbHour: {
    unit: "GB-hour, arm64",
    dollars: { "us-east-1": 0.00356, "eu-west-2": 0.00409 },
    date: "2026-09-11",
    source: list("AmazonECS"),
  },
  fargateSpotShare: {
    unit: "part of the price on demand",
    dollars: both(0.31),
    date: "2026-09-11",
    source: "https://aws.amazon.com/fargate/pricing/",
    note: "Spot prices move; AWS says up to 70 % off, snapshots show 69 %.",
  },
  publicIpv4Hour: {
    unit: "address-hour",
    dollars: both(0.005),
    date: "2026-09-17",
    source: list("AmazonVPC"),
  },
  tableWrite: {
    unit: "write unit",
    dollars: { "us-east-1": 0.000000625, "eu-west-2": 0.000000742 },
    date: "2026-10-01",
    source: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
    note: "London's is derived from the old list.",
  },
  tableRead: {
    unit: "read unit",
    dollars: { "us-east-1": 0.000000125, "eu-west-2": 0.000000149 },
    date: "2026-10-01",
    source: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
    note: "London's is derived from the old list.",
  },
  tableBackupGb: {
    unit: "GB-month of point-in-time recovery",
    dollars: { "us-east-1": 0.2, "eu-west-2": 0.24 },
    date: "2026-10-01",
    source: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
    note: "London's is derived.",
  },
  s3GbMonth: {
    unit: "GB-month",
    dollars: { "us-east-1": 0.023, "eu-west-2": 0.024 },
    date: "2026-09-28",
    source: list("AmazonS3"),
  },
  s3Put: {
    unit: "PUT",
    dollars: { "us-east-1": 0.000005, "eu-west-2": 0.0000053 },
    date: "2026-09-28",
    source: list("AmazonS3"),
  },
  s3Get: {
    unit: "GET",
    dollars: { "us-east-1": 0.0000004, "eu-west-2": 0.00000042 },
    date: "2026-09-28",
    source: list("AmazonS3"),
  },
  cdnGb: {
    unit: "GB out",
    dollars: both(0.085),
    free: 1_000,
    date: "2026-10-03",
    source: list("AmazonCloudFront"),
  },
  cdnRequest: {
    unit: "request over HTTPS",
    dollars: both(0.000001),
    free: 10_000_000,
    date: "2026-10-03",
    source: list("AmazonCloudFront"),
  },
  cdnFunction: {
    unit: "run of a function at the edge",
    dollars: both(0.0000001),
    free: 2_000_000,
    date: "2026-10-03",
    source: list("AmazonCloudFront"),
  },
  cdnKeyRead: {
    unit: "read of the key-value store",
    dollars: both(0.00000003),
    date: "2026-10-03",
    source: "https://aws.amazon.com/cloudfront/pricing/",
  },
  cdnKeyCall: {
    unit: "call that looks at or changes the key-value store",
    dollars: both(0.001),
    date: "2026-10-03",
    source: "https://aws.amazon.com/cloudfront/pricing/pay-as-you-go/",
  },
  queueRequest: {
    unit: "request",
    dollars: both(0.0000005),
    free: 1_000_000,
    date: "2026-10-01",
    source: "https://aws.amazon.com/sqs/pricing/",
    note: "The price of FIFO queues; the others cost less.",
  },
  logGb: {
    unit: "GB taken in",
    dollars: { "us-east-1": 0.5, "eu-west-2": 0.5985 },
    free: 5,
    date: "2026-09-22",
    source: list("AmazonCloudWatch"),
  },
  metric: {
    unit: "custom metric-month",
    dollars: both(0.3),
    free: 10,
    date: "2026-09-22",
    source: list("AmazonCloudWatch"),
  },
  alarm: {
    unit: "alarm metric-month",
    dollars: both(0.1),
    free: 10,
    date: "2026-09-22",
    source: list("AmazonCloudWatch"),
  },
  dashboard: {
    unit: "dashboard-month",
    dollars: both(3),
    free: 3,
    date: "2026-09-22",
    source: list("AmazonCloudWatch"),
  },
  scheduledCall: {
    unit: "call",
    dollars: { "us-east-1": 0.000001, "eu-west-2": 0.00000115 },
    free: 14_000_000,
    date: "2026-09-24",
    source: list("AWSEvents"),
  },
  imageGbMonth: {
    unit: "GB-month of images",
    dollars: both(0.1),
    date: "2026-10-01",
    source: "https://aws.amazon.com/ecr/pricing/",
  },
  webAcl: {
    unit: "web ACL-month",
    dollars: both(5),
    date: "2026-10-01",
    source: "https://aws.amazon.com/waf/pricing/",
  },
} as const satisfies Record<string, Price>;

/** The name of a price. */
export type PriceName = keyof typeof prices;

/** What a unit costs there, and whether we know or guess. */
export function priceIn(
  region: string,
  name: PriceName,
): { dollars: number; guessed: boolean; price: Price } {
  const price: Price = prices[name];
  const known = region === "us-east-1" || region === "eu-west-2";
  return { dollars: price.dollars[known ? region : "us-east-1"], guessed: !known, price };
}
