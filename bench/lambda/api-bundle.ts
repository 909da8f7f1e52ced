import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleAws } from "../../scripts/bundle-aws.mjs";
import { UserName } from "../../src/domain/ids.ts";
import { awsPlatform } from "../../src/main/aws/aws-platform.ts";
import { createStores } from "../../src/main/create-stores.ts";
import { readEnv } from "../../src/main/env.ts";
import { startDynamoDb } from "../../test/emulators/dynamodb.ts";
import { startParameters } from "../../test/emulators/parameters.ts";
import { startS3 } from "../../test/emulators/s3.ts";
import { type MeasuredService, measured } from "./measured-service.ts";

const publicUrl = "https://stories.example.org";

/** An event as an HTTP API sends it. */
export const get = (path: string, cookie?: string, query = "") => ({
  version: "2.0",
  rawPath: path,
  rawQueryString: query,
  headers: { accept: "application/json" },
  ...(cookie !== undefined && { cookies: [cookie] }),
  requestContext: { http: { method: "GET", sourceIp: "203.0.113.9" } },
  isBase64Encoded: false,
});

/** The API's bundle, what it stands on, a handler that does nothing, and somebody who is signed in. */
export async function theApiBundle() {
  const opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "bench-api-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  await bundleAws(folder, ["api"]);
  const empty = join(folder, "empty.mjs");
  await writeFile(
    empty,
    'export const handler = async () => ({ statusCode: 200, headers: {}, body: "" });\n',
  );
  const plain = opened.use(await startDynamoDb("smart-stream"));
  const database: MeasuredService = opened.use(await measured(plain.endpoint));
  const parameters = opened.use(await startParameters());
  const s3 = opened.use(await startS3());
  s3.createBucket("audio");
  const files: MeasuredService = opened.use(await measured(s3.endpoint));
  const env = {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    AWS_ENDPOINT_URL_S3: files.endpoint,
    AWS_ENDPOINT_URL_SSM: parameters.endpoint,
    DYNAMODB_TABLE: "smart-stream",
    S3_AUDIO_BUCKET: "audio",
    COMMAND_QUEUE_URL: "http://127.0.0.1:9/commands",
    JOB_QUEUE_URL: "http://127.0.0.1:9/jobs",
    PUBLIC_URL: publicUrl,
    YOTO_CLIENT_ID: "bench",
    LOG_LEVEL: "warn",
  };
  const api = join(folder, "api/api.mjs");
  const cookie = await signedIn(env);
  return { api, empty, env, database, files, cookie, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

export type ApiBundle = Awaited<ReturnType<typeof theApiBundle>>;

/** Puts a person and a session into the table; answers the session's cookie. */
async function signedIn(env: Readonly<Record<string, string>>): Promise<string> {
  const { stores, clock, load } = awsPlatform(readEnv(env), "bench", createStores);
  await load();
  const name = UserName("anna");
  await stores.users.create({ name, role: "admin", passwordHash: "none", createdAtMs: clock.nowMs() });
  const { token } = await stores.sessions.create(name);
  return `__Host-yss=${token}`;
}
