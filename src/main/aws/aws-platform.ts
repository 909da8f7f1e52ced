import { createCapabilityAddress } from "../../adapters/aws/cloudfront/capability-address.ts";
import { credentialsOf } from "../../adapters/aws/credential-sources.ts";
import { createDynamoTable } from "../../adapters/aws/dynamodb/table.ts";
import { createS3AudioFiles } from "../../adapters/aws/s3/audio-files.ts";
import { presignedUrl } from "../../adapters/aws/s3/presigned-url.ts";
import { type AwsService, createSignedCall } from "../../adapters/aws/signed-call.ts";
import { createSqsCommands } from "../../adapters/aws/sqs/commands.ts";
import { createSqsJobQueue } from "../../adapters/aws/sqs/job-queue.ts";
import { createQueue } from "../../adapters/aws/sqs/queue.ts";
import { createParameters } from "../../adapters/aws/ssm/parameters.ts";
import { createSecrets } from "../../adapters/secrets/secrets.ts";
import { systemChance } from "../../adapters/system/chance.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { createLog } from "../../adapters/system/log.ts";
import { signInPages } from "../../adapters/yoto-cloud/sign-in-pages.ts";
import type { DirectUploads } from "../../ports/direct-uploads.ts";
import type { YotoCloud } from "../../ports/yoto-cloud.ts";
import type { YotoSignIn } from "../../ports/yoto-sign-in.ts";
import type { SlotsAtEdge } from "../../usecases/streams/slots-at-edge.ts";
import type { StoreDeps } from "../core-stores.ts";
import type { Stores } from "../create-stores.ts";
import { BadEnvironment, type Env } from "../env.ts";
import { lazyPort } from "../lazy-port.ts";
import { fileBytesMost } from "./agreed-names.ts";
import { installedParameters, keyRingParameter } from "./parameters-of.ts";

/** What every process on AWS stands on. Nothing is asked of AWS before `load`. */
export type AwsPlatform = ReturnType<typeof awsPlatform>;

/** Adapters and stores over AWS; `createStores` may load them late. Throws `BadEnvironment` and `NoAwsCredentials`. */
export function awsPlatform(env: Env, version: string, createStores: (deps: StoreDeps) => Stores) {
  const clock = systemClock();
  const chance = systemChance(clock);
  const log = createLog({
    clock,
    level: env.LOG_LEVEL,
    style: "json",
    write: (line) => void process.stdout.write(line.endsWith("\n") ? line : `${line}\n`),
  });
  const region = env.AWS_REGION;
  const credentials = credentialsOf(env, { clock });
  const endpoint = (service: AwsService) =>
    endpointIn(env, service) ?? `https://${service}.${region}.amazonaws.com`;
  const call = createSignedCall({ region, credentials, endpoint, clock, chance });
  const needed = (name: "DYNAMODB_TABLE" | "S3_AUDIO_BUCKET" | "COMMAND_QUEUE_URL" | "JOB_QUEUE_URL") => {
    const value = env[name];
    if (value === undefined)
      throw new BadEnvironment(`On AWS ${name} must be set; deploy again, or set it by hand`);
    return value;
  };
  const bucket = needed("S3_AUDIO_BUCKET");
  const parameters = createParameters(call);
  const keyRing = keyRingParameter(parameters, env.PARAMETER_PREFIX);
  const table = createDynamoTable(call, needed("DYNAMODB_TABLE"), clock);
  const stores = createStores({
    ...{ table, secrets: createSecrets(keyRing), clock, chance },
    uploadBytesMost: fileBytesMost,
  });
  const commands = createSqsCommands({
    queue: createQueue(call, needed("COMMAND_QUEUE_URL")),
    clock,
    log,
    // Whoever only sends orders, as the API, starts without.
    parse: async (json) => (await import("../../stores/command-schema.ts")).playerOrderSchema.parse(json),
  });
  const jobQueue = createSqsJobQueue({ queue: createQueue(call, needed("JOB_QUEUE_URL")), clock, log });
  const deadJobs =
    env.DEAD_JOB_QUEUE_URL === undefined ? undefined : createQueue(call, env.DEAD_JOB_QUEUE_URL);

  return {
    env,
    bucket,
    version,
    clock,
    chance,
    log,
    call,
    table,
    stores,
    commands,
    jobQueue,
    deadJobs,
    parameters,
    /** Reads what is encrypted, and makes what stands on it. May be called again after it failed. */
    async load() {
      const installed = await installedParameters(parameters, env.PARAMETER_PREFIX);
      await keyRing.load(installed);
      const publicUrl = new URL(env.PUBLIC_URL ?? installed["public-url"] ?? "https://localhost");
      const clientId = env.YOTO_CLIENT_ID ?? installed["yoto-client-id"];
      const clientSecret = env.YOTO_CLIENT_SECRET ?? installed["yoto-client-secret"];
      const yoto = {
        authUrl: env.YOTO_AUTH_URL,
        apiUrl: env.YOTO_API_URL,
        labsUrl: env.YOTO_LABS_URL,
        clientId: clientId ?? "",
        ...(clientSecret !== undefined && { clientSecret }),
        version,
        clock,
        chance,
        log,
      };
      const capability = capabilityKeyIn(installed["capability-key"]);
      const audioUrl = new URL(env.AUDIO_URL ?? publicUrl);
      const signed = capability && createCapabilityAddress(audioUrl, capability);
      const files = createS3AudioFiles(call, {
        bucket,
        // Without an edge that checks capabilities S3 itself is asked, as at home against a bucket.
        addressOf: async (key, ttlSeconds, grant) =>
          signed?.(key, grant) ??
          presignedUrl({
            region,
            credentials,
            method: "GET",
            url: `${endpoint("s3")}/${bucket}/${key}`,
            ttlSeconds,
            nowMs: clock.nowMs(),
          }),
      });
      const uploads = lazyPort<DirectUploads, object>(
        async () =>
          (await import("../../adapters/aws/s3/direct-uploads.ts")).createS3DirectUploads(call, {
            bucket,
            region,
            credentials,
            endpoint: endpoint("s3"),
            nowMs: clock.nowMs,
          }),
        {},
      );
      const storeArn = env.EDGE_STORE_ARN;
      const slotsAtEdge =
        storeArn === undefined
          ? undefined
          : lazyPort<SlotsAtEdge, object>(async () => {
              const [{ createKeyValueEdge }, { createSlotsAtEdge }] = await Promise.all([
                import("../../adapters/aws/cloudfront/key-value-edge.ts"),
                import("../../usecases/streams/slots-at-edge.ts"),
              ]);
              const atEdge = env.AWS_ENDPOINT_URL_CLOUDFRONT_KEYVALUESTORE ?? env.AWS_ENDPOINT_URL;
              const edge = createKeyValueEdge({ storeArn, credentials, clock, chance, endpoint: atEdge });
              return createSlotsAtEdge({ ...stores, edge, which: env.SLOTS_AT_EDGE, clock, log });
            }, {});
      // Only these: whether it takes parts itself is asked of it too, and the answer must be no.
      const { begin, resume, finish } = uploads;
      return {
        directUploads: { begin, resume, finish },
        originSecret: installed["origin-secret"],
        publicUrl,
        files,
        ...(slotsAtEdge && { slotsAtEdge, edgeAnswers: env.SLOTS_AT_EDGE }),
        cloud: lazyPort<YotoCloud, object>(
          async () => (await import("../../adapters/yoto-cloud/yoto-cloud.ts")).createYotoCloud(yoto),
          {},
        ),
        signIn: lazyPort<YotoSignIn, Pick<YotoSignIn, "authorizeUrl" | "logoutUrl">>(
          async () => (await import("../../adapters/yoto-cloud/yoto-sign-in.ts")).createYotoSignIn(yoto),
          signInPages(yoto),
        ),
      };
    },
  };
}

/** What {@link AwsPlatform.load} answers. */
export type Loaded = Awaited<ReturnType<AwsPlatform["load"]>>;

/** `<name>:<secret>`, as the deploy command writes it here and into the edge's store. */
function capabilityKeyIn(text: string | undefined) {
  const [, kid, secret] = /^([a-z0-9]{1,16}):(.{20,})$/.exec(text ?? "") ?? [];
  return kid === undefined || secret === undefined ? undefined : { kid, secret };
}

function endpointIn(env: Env, service: AwsService): string | undefined {
  const own: Partial<Record<AwsService, string | undefined>> = {
    dynamodb: env.AWS_ENDPOINT_URL_DYNAMODB,
    s3: env.AWS_ENDPOINT_URL_S3,
    sqs: env.AWS_ENDPOINT_URL_SQS,
    ssm: env.AWS_ENDPOINT_URL_SSM,
    polly: env.AWS_ENDPOINT_URL_POLLY,
    transcribe: env.AWS_ENDPOINT_URL_TRANSCRIBE,
  };
  return (own[service] ?? env.AWS_ENDPOINT_URL)?.replace(/\/$/, "");
}
