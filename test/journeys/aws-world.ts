import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createQueue } from "../../src/adapters/aws/sqs/queue.ts";
import { createParameters } from "../../src/adapters/aws/ssm/parameters.ts";
import { workerCallsAtOnce } from "../../src/main/aws/agreed-names.ts";
import { startPretendFamily } from "../../src/simulator/pretend-family.ts";
import type { PretendYoto } from "../../src/simulator/pretend-yoto.ts";
import { pretendClientId } from "../../src/simulator/seed.ts";
import type { Account } from "../../src/simulator/store/accounts.ts";
import { awsBundles } from "../emulators/aws-bundles.ts";
import { audioEdge } from "../emulators/edge.ts";
import { startEventSource } from "../emulators/event-source.ts";
import { startHttpApi } from "../emulators/http-api.ts";
import { startKeyValues } from "../emulators/key-values.ts";
import { type Lambda, startLambda } from "../emulators/lambda.ts";
import { signedTo } from "../emulators/signed-to.ts";
import { startServices } from "../emulators/start-services.ts";
import { aParent, type Parent } from "./parent.ts";
import { pretendFamily } from "./pretend-family.ts";

const originSecret = "what only CloudFront and the API know";
const capabilitySecret = "what only the API and the edge know";
/** Generous: how long a start takes is measured in `npm run bench -- cold`. */
const initTimeoutMs = 60_000;

/** A listener in a process of its own, as Fargate and a box at home run it. */
export type ListenerProcess = AsyncDisposable & {
  readonly process: ChildProcess;
  readonly lines: readonly string[];
  /** SIGTERM; answers the exit code and how long it took. */
  stop(): Promise<{ readonly code: number | null; readonly tookMs: number }>;
};

/**
 * The whole of AWS as far as we use it, on this machine: the bundled programs and emulators of the services in processes of
 * their own, the pretend Yoto with a family, and one address in front of it all. `more` goes into the programs' environment.
 */
export async function startAwsWorld(more: Readonly<Record<string, string>> = {}) {
  const opened = new AsyncDisposableStack();
  try {
    const folder = await mkdtemp(join(tmpdir(), "aws-"));
    opened.defer(() => rm(folder, { recursive: true, force: true }));
    const [bundles, services, yoto] = await Promise.all([
      awsBundles(),
      startServices({
        "/yoto-smart-stream/origin-secret": originSecret,
        "/yoto-smart-stream/capability-key": `k1:${capabilitySecret}`,
        "/yoto-smart-stream/yoto-client-id": pretendClientId,
      }).then((started) => opened.use(started)),
      startPretendFamily().then((started) => opened.use(started)),
    ]);
    // The edge stands in this process, and its store beside it.
    const keyValues = opened.use(await startKeyValues({ "key:k1": capabilitySecret }));

    const env = {
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_SESSION_TOKEN: "test",
      ...services.env,
      AWS_ENDPOINT_URL_CLOUDFRONT_KEYVALUESTORE: keyValues.endpoint,
      EDGE_STORE_ARN: "arn:aws:cloudfront::123456789012:key-value-store/edge",
      SLOTS_AT_EDGE: "fixed",
      YOTO_AUTH_URL: yoto.url,
      YOTO_API_URL: yoto.url,
      YOTO_LABS_URL: yoto.labsUrl,
      YOTO_MQTT_URL: yoto.mqttUrl,
      SCRATCH_DIR: folder,
      LOG_LEVEL: "info",
      ...more,
    };
    const program = (name: string) => join(bundles, name, `${name}.mjs`);
    const api = opened.use(
      await startLambda({ file: program("api"), env, timeoutMs: 29_000, initTimeoutMs }),
    );
    const worker = opened.use(
      await startLambda({ file: program("worker"), env, timeoutMs: 60_000, initTimeoutMs }),
    );
    const call = signedTo((service) =>
      service === "ssm" ? env.AWS_ENDPOINT_URL_SSM : env.AWS_ENDPOINT_URL_SQS,
    );
    const jobQueue = createQueue(call, env.JOB_QUEUE_URL);
    const parameters = createParameters(call);
    opened.use(startEventSource(jobQueue, worker, { atOnce: workerCallsAtOnce }));
    const front = opened.use(
      await startHttpApi({
        lambda: api,
        originSecret,
        edge: audioEdge({
          store: keyValues.get,
          bucketUrl: `${env.AWS_ENDPOINT_URL_S3}/${env.S3_AUDIO_BUCKET}`,
        }),
      }),
    );
    await parameters.put("/yoto-smart-stream/public-url", front.url);

    const listen = async (): Promise<ListenerProcess> => {
      const child = spawn(process.execPath, [program("listener")], {
        env: { ...env, LISTENER_HEALTH_PORT: String(await aFreePort()) },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const lines: string[] = [];
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text: string) => lines.push(...text.trimEnd().split("\n")));
      const ended = once(child, "exit");
      const listener: ListenerProcess = {
        process: child,
        lines,
        async stop() {
          const at = performance.now();
          child.kill("SIGTERM");
          await ended;
          return { code: child.exitCode, tookMs: performance.now() - at };
        },
        async [Symbol.asyncDispose]() {
          child.kill("SIGKILL");
          await ended;
        },
      };
      opened.use(listener);
      return listener;
    };

    let parent: Parent | undefined;
    return {
      api,
      worker,
      yoto,
      env,
      program,
      jobQueue,
      keyValues,
      originSecret,
      url: front.url,
      family: pretendFamily(yoto.url),
      listen,
      /** The first parent, by the link that deploying prints, with the family linked. */
      async parent() {
        parent = await theFirstParent(front.url, worker);
        await linkFamily(parent, yoto, yoto.account);
        return parent;
      },
      /** One more family, linked by the same parent. */
      async link(account: Account) {
        if (parent === undefined) throw new Error("Nobody has registered who could link a family");
        await linkFamily(parent, yoto, account);
      },
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function theFirstParent(url: string, worker: Lambda): Promise<Parent> {
  const asked = await worker.invoke({ do: "set-up-link" });
  if (!asked.ok) throw new Error(`no set-up link: ${asked.message}`);
  const token = new URL((asked.answer as { url: string }).url).searchParams.get("setup");
  const parent = aParent(url);
  await parent.ask("POST", "/api/session/setup", { name: "anna", password: "a long password", token });
  return parent;
}

/** In the browser, where somebody is signed in at Yoto as that account and consents. */
export async function linkFamily(parent: Parent, yoto: PretendYoto, account: Account): Promise<void> {
  yoto.switches.autoConsentAs = account.sub;
  const start = await parent.ask<{ url: string }>("POST", "/api/auth/yoto/start");
  const consent = await fetch(start.url, { redirect: "manual" });
  const back = new URL(consent.headers.get("location") ?? "about:blank");
  const linked = await parent.send("GET", `${back.pathname}${back.search}`);
  if (linked.headers.get("location") !== "/settings?linked=true")
    throw new Error(`not linked: ${linked.status} ${linked.headers.get("location")}`);
}

async function aFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
