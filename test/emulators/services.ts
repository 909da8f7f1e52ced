import { filePrefixes, ownPrefixes } from "../../src/main/aws/agreed-names.ts";
import { startDynamoDb } from "./dynamodb.ts";
import { startParameters } from "./parameters.ts";
import { startPolly } from "./polly.ts";
import { startS3 } from "./s3.ts";
import { troubled } from "./troubled.ts";

/** Where AWS's services are, as the programs are told it by their environment. */
export type Services = Readonly<
  Record<
    | "AWS_ENDPOINT_URL_DYNAMODB"
    | "AWS_ENDPOINT_URL_S3"
    | "AWS_ENDPOINT_URL_SQS"
    | "AWS_ENDPOINT_URL_SSM"
    | "AWS_ENDPOINT_URL_POLLY"
    | "DYNAMODB_TABLE"
    | "S3_AUDIO_BUCKET"
    | "COMMAND_QUEUE_URL"
    | "JOB_QUEUE_URL"
    | "DEAD_JOB_QUEUE_URL",
    string
  >
>;

// A process of its own: the services of one deployment, told in one line. It ends with whoever started it.
const table = "smart-stream";
const bucket = "audio";
const [database, s3, polly, parameters] = await Promise.all([
  startDynamoDb(table),
  startS3(),
  startPolly(),
  startParameters(JSON.parse(process.argv[2] ?? "{}")),
]);
s3.createBucket(bucket);

/** As the roles in `infra/` are allowed it: files below the agreed prefixes, and the list of all. */
const mayOpen = new RegExp(`^/${bucket}(/?([?].*)?$|/(${[...filePrefixes, ...ownPrefixes].join("|")})/)`);
const denied = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
const guardedS3 = await troubled(
  () => s3.endpoint,
  (_, __, ___, path) => (mayOpen.test(path) ? "none" : { status: 403, body: denied }),
);
const services: Services = {
  AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
  AWS_ENDPOINT_URL_S3: guardedS3.endpoint,
  AWS_ENDPOINT_URL_SQS: s3.endpoint,
  AWS_ENDPOINT_URL_SSM: parameters.endpoint,
  AWS_ENDPOINT_URL_POLLY: polly.endpoint,
  DYNAMODB_TABLE: table,
  S3_AUDIO_BUCKET: bucket,
  COMMAND_QUEUE_URL: s3.createQueue("commands.fifo", { FifoQueue: "true" }).queueUrl,
  JOB_QUEUE_URL: s3.createQueue("jobs").queueUrl,
  DEAD_JOB_QUEUE_URL: s3.createQueue("dead-jobs").queueUrl,
};
process.stdout.write(`${JSON.stringify(services)}\n`);
process.stdin.on("end", () => process.exit()).resume();
