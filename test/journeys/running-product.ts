import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quickStart } from "../quick-start.ts";

/** The product as a family runs it: a process of its own, on a port of its own, over a data folder. */
export type RunningProduct = AsyncDisposable & {
  readonly url: string;
  readonly pretendUrl: string;
  readonly process: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  /** Ends it like Ctrl-C and answers with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it like a power cut. */
  kill(): Promise<void>;
};

/** Starts it as `npm start` does, in demo mode, and waits until it prints its address. Throws with its output when it ends instead. */
export async function startProduct(
  dataFolder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningProduct> {
  const child = spawn(process.execPath, [...quickStart, "src/main/server.ts"], {
    env: {
      ...process.env,
      PORT: "0",
      PRETEND_PORT: "0",
      DATA_DIR: dataFolder,
      LOG_LEVEL: "warn",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const ended = once(child, "exit");
  const url = await Promise.race([
    printed(child, () => /Yoto Smart Stream\s+(http:\/\/[^/\s]+)/.exec(output)?.[1]),
    ended.then(() => undefined),
  ]);
  if (url === undefined) throw new Error(`The product ended instead of starting:\n${output}`);
  const health = (await (await fetch(`${url}/api/health`)).json()) as { demo?: { pretendUrl: string } };
  return {
    url,
    pretendUrl: health.demo?.pretendUrl.replace(/\/$/, "") ?? "",
    process: child,
    output: () => output,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      return child.exitCode;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function printed<Found>(child: ChildProcess, look: () => Found | undefined): Promise<Found> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await once(child.stdout ?? child, "data");
  }
}

/** A folder that goes with the test. */
export async function aDataFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "yoto-smart-stream-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
