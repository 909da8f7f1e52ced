import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

export type LambdaOptions = {
  /** The module's file, as it would lie in the zip. */
  readonly file: string;
  /** Default `handler`. */
  readonly handler?: string;
  readonly env: Readonly<Record<string, string>>;
  /** Default 30 s. */
  readonly timeoutMs?: number;
  /** Default 10 s, as on Lambda. */
  readonly initTimeoutMs?: number;
  /** More arguments for node, e.g. a smaller heap. */
  readonly nodeArgs?: readonly string[];
  /** Called with the process once it has started: Lambda gives a whole processor until then, and a share afterwards. */
  readonly onStarted?: (pid: number) => void;
};

/** What came of an invocation; `failed` is what Lambda would tell the caller. */
export type Invoked =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly failed: string; readonly message: string };

/** A Lambda function whose code runs as Lambda runs it: in processes that are frozen between invocations. */
export type Lambda = AsyncDisposable & {
  invoke(event: unknown): Promise<Invoked>;
  /** How long each start took, from the process to its first question for an event. */
  readonly starts: readonly number[];
  /** Everything the processes wrote, line by line. */
  readonly lines: readonly string[];
  /** Ends the processes that have nothing to do, as Lambda does: who needs one more gets a cold start. */
  recycle(): Promise<void>;
  /** `kill -9`, whatever they are doing. */
  kill(): Promise<void>;
};

type Environment = {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  /** Resolves when it asks for an event. */
  ready: PromiseWithResolvers<ServerResponse>;
  /** Settles the invocation under way. */
  running: ((invoked: Invoked) => void) | undefined;
  busy: boolean;
};

const runtime = fileURLToPath(new URL("./lambda-runtime.mjs", import.meta.url));

/** Starts the function's Runtime API; processes come with invocations, one per invocation at a time. */
export async function startLambda(options: LambdaOptions): Promise<Lambda> {
  const { timeoutMs = 30_000, initTimeoutMs = 10_000 } = options;
  const environments = new Map<string, Environment>();
  const starts: number[] = [];
  const lines: string[] = [];

  const server = createServer((request, response) => void serve(request, response));
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  /** The environment's name is the first part of the path: each has its own address. */
  async function serve(request: IncomingMessage, response: ServerResponse) {
    const [, name = "", , , kind = "", , what] = (request.url ?? "").split("/");
    const environment = environments.get(name);
    if (environment === undefined) return response.writeHead(410).end();
    if (kind === "invocation" && what === undefined) return environment.ready.resolve(response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8") || "null");
    response.writeHead(202).end();
    if (kind === "init") return environment.ready.reject(new InitFailed(told(body)));
    environment.running?.(what === "response" ? { ok: true, answer: body } : { ok: false, ...told(body) });
  }

  const start = async (): Promise<Environment> => {
    const name = randomUUID();
    const at = performance.now();
    const child = spawn(process.execPath, [...(options.nodeArgs ?? []), runtime], {
      env: {
        ...options.env,
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}/${name}`,
        _HANDLER: `${options.file}#${options.handler ?? "handler"}`,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => lines.push(...text.trimEnd().split("\n")));
    const environment: Environment = {
      child,
      ended: once(child, "exit").then(() => {
        environments.delete(name);
        environment.ready.reject(new InitFailed({ failed: "Runtime.ExitError", message: "it exited" }));
        environment.running?.({ ok: false, failed: "Runtime.ExitError", message: "it exited" });
      }),
      ready: Promise.withResolvers(),
      running: undefined,
      busy: true,
    };
    environment.ready.promise.catch(() => {});
    environments.set(name, environment);
    const impatient = setTimeout(() => child.kill("SIGKILL"), initTimeoutMs);
    try {
      await environment.ready.promise;
      starts.push(performance.now() - at);
      if (child.pid !== undefined) options.onStarted?.(child.pid);
    } finally {
      clearTimeout(impatient);
    }
    return environment;
  };

  const run = async (environment: Environment, event: unknown): Promise<Invoked> => {
    const { child } = environment;
    child.kill("SIGCONT");
    const next = await environment.ready.promise;
    environment.ready = Promise.withResolvers();
    environment.ready.promise.catch(() => {});
    const { promise, resolve } = Promise.withResolvers<Invoked>();
    environment.running = resolve;
    const impatient = setTimeout(() => {
      resolve({ ok: false, failed: "Sandbox.Timedout", message: `Task timed out after ${timeoutMs} ms` });
      child.kill("SIGKILL");
    }, timeoutMs);
    next.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": randomUUID(),
      "lambda-runtime-deadline-ms": String(Date.now() + timeoutMs),
    });
    next.end(JSON.stringify(event));
    const invoked = await promise;
    clearTimeout(impatient);
    environment.running = undefined;
    // Frozen as soon as it has nothing to do; what it left running in the background stands still.
    await environment.ready.promise.then(
      () => child.kill("SIGSTOP"),
      () => {},
    );
    environment.busy = false;
    return invoked;
  };

  const end = async (which: (environment: Environment) => boolean) => {
    const all = [...environments.values()].filter(which);
    for (const environment of all) {
      environment.busy = true;
      environment.child.kill("SIGKILL");
    }
    await Promise.all(all.map(({ ended }) => ended));
  };

  return {
    starts,
    lines,
    async invoke(event) {
      const free = [...environments.values()].find(({ busy }) => !busy);
      if (free !== undefined) free.busy = true;
      try {
        return await run(free ?? (await start()), event);
      } catch (error) {
        if (error instanceof InitFailed) return { ok: false, ...error.told };
        throw error;
      }
    },
    recycle: () => end(({ busy }) => !busy),
    kill: () => end(() => true),
    async [Symbol.asyncDispose]() {
      await end(() => true);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Told = { readonly failed: string; readonly message: string };

/** The process never came to ask for an event. */
class InitFailed extends Error {
  override readonly name = "InitFailed";
  readonly told: Told;
  constructor(told: Told) {
    super(told.message);
    this.told = told;
  }
}

function told(body: unknown): Told {
  const { errorType, errorMessage } = (body ?? {}) as { errorType?: string; errorMessage?: string };
  return { failed: errorType ?? "Error", message: errorMessage ?? "" };
}
