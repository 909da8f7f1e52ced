import { getPriority, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import type { ThreadAnswer } from "./worker-thread.ts";

/** Inside a thread: answers each request with what `work` returns, moving (not copying) the buffers it names. */
export function serveThread<Request>(
  work: (
    request: Request,
    progress: (value: unknown) => void,
  ) => Promise<{ readonly value: unknown; readonly transfer?: readonly ArrayBuffer[] }>,
): void {
  const port = parentPort;
  if (port === null) throw new Error("This file is a worker thread's program; start it with new Worker()");
  yieldToServing();
  const post = (answer: ThreadAnswer, transfer: readonly ArrayBuffer[] = []) =>
    port.postMessage(answer, transfer);
  port.on("message", (request: Request) => {
    work(request, (value) => post({ is: "progress", value })).then(
      ({ value, transfer }) => post({ is: "done", value }, transfer),
      (error: unknown) => {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        post({ is: "failed", name, message });
      },
    );
  });
}

/** How much less than others such a thread wants the processor. */
const niceness = 5;

/**
 * Whoever waits for an answer from the server goes before whoever waits for a conversion. On Linux alone a priority is a thread's;
 * elsewhere it would be the whole program's.
 */
function yieldToServing(): void {
  if (process.platform === "linux") setPriority(0, Math.min(19, getPriority() + niceness));
}
