import { Worker } from "node:worker_threads";
import { Unavailable } from "../../ports/unavailable.ts";

/** What a thread's program answers to a request: progress any number of times, then one of the others. */
export type ThreadAnswer =
  | { readonly is: "progress"; readonly value: unknown }
  | { readonly is: "done"; readonly value: unknown }
  | { readonly is: "failed"; readonly name: string; readonly message: string };

/** A program in a thread of its own that answers one request at a time. */
export type WorkerThread = AsyncDisposable & {
  /**
   * Waits for its turn, posts the request and answers what the program posted as done. Aborting ends the waiting, or else the thread
   * (WebAssembly cannot be interrupted otherwise), and answers once that writes nothing any more; the next call starts a new one.
   * Throws `Unavailable` when the program fails.
   */
  call(
    request: unknown,
    options?: {
      readonly transfer?: readonly ArrayBuffer[];
      readonly signal?: AbortSignal | undefined;
      readonly onProgress?: ((value: unknown) => void) | undefined;
    },
  ): Promise<unknown>;
};

/** Memory of a program that nobody has called for this long is given back. */
const idleMs = 30_000;

/** The thread starts with the first call and does not keep the process alive between calls. `workerData` is there for its program. */
export function createWorkerThread(program: URL, what: string, workerData?: unknown): WorkerThread {
  let worker: Worker | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  function started(): Worker {
    if (worker !== undefined) return worker;
    const fresh = new Worker(program, { workerData, execArgv: ["--disable-warning=ExperimentalWarning"] });
    const forget = () => {
      if (worker === fresh) worker = undefined;
    };
    // An error between calls has nobody to tell; the next call starts anew.
    fresh.on("error", forget).on("exit", forget);
    worker = fresh;
    return fresh;
  }

  async function stop(): Promise<void> {
    const old = worker;
    worker = undefined;
    await old?.terminate();
  }

  async function run(
    request: unknown,
    { transfer = [], signal, onProgress }: NonNullable<Parameters<WorkerThread["call"]>[1]>,
  ): Promise<unknown> {
    signal?.throwIfAborted();
    clearTimeout(idle);
    const thread = started();
    thread.ref();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const onMessage = (answer: ThreadAnswer) => {
      if (answer.is === "progress") onProgress?.(answer.value);
      else if (answer.is === "done") resolve(answer.value);
      else reject(new ThreadFailed(answer));
    };
    const onEnd = (cause: unknown) => {
      reject(new Unavailable(`${what} stopped unexpectedly; try again`, { cause }));
    };
    const onAbort = () => {
      thread.off("exit", onEnd);
      void stop().finally(() => reject(signal?.reason));
    };
    thread.on("message", onMessage).on("error", onEnd).on("exit", onEnd);
    signal?.addEventListener("abort", onAbort);
    try {
      thread.postMessage(request, transfer);
      return await promise;
    } finally {
      thread.off("message", onMessage).off("error", onEnd).off("exit", onEnd);
      signal?.removeEventListener("abort", onAbort);
      thread.unref();
      idle = setTimeout(() => void stop(), idleMs).unref();
    }
  }

  return {
    call(request, options = {}) {
      const { signal } = options;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const leave = () => reject(signal?.reason);
      signal?.addEventListener("abort", leave);
      const turn = queue.then(() => {
        signal?.removeEventListener("abort", leave);
        return run(request, options);
      });
      queue = turn.catch(() => {});
      turn.then(resolve, reject);
      if (signal?.aborted) leave();
      return promise;
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(idle);
      await stop();
    },
  };
}

/** The thread's program threw: `reason` is the error's name there. */
export class ThreadFailed extends Error {
  override readonly name = "ThreadFailed";
  readonly reason: string;
  constructor(answer: { readonly name: string; readonly message: string }) {
    super(answer.message);
    this.reason = answer.name;
  }
}
