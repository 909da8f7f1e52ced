import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "../bundle.ts";
import { type ListenerOrders, ListenerTold, type Stored } from "./told.ts";

/** A listener in a process of its own. */
export type ListenerProcess = {
  readonly listenerId: string;
  /** What it told last. */
  now(): Omit<ListenerTold, "stored">;
  readonly peakRssMb: number;
  /** It has ended: it was killed, or had no memory left. */
  hasEnded(): boolean;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Stops it as a machine that sleeps would, and lets it go on. */
  freeze(): void;
  thaw(): void;
};

/** Node takes memory as long as there is some; a listener does with little, and its container is told the same. */
const modest = ["--max-old-space-size=400", "--max-semi-space-size=16", "--heap-growing-percent=80"];
const modestAllocator = { MALLOC_ARENA_MAX: "2" };
const program = "listener.mjs";
/** What it starts beside itself. */
const thread = "checkpoint.thread.mjs";

/** Bundles the listener into the folder of a world, as it is deployed. */
export async function bundleListener(folder: string): Promise<void> {
  await rename(await bundle("listener/listener-process.ts", folder), join(folder, program));
  await rename(await bundle("../src/adapters/sqlite/checkpoint.thread.ts", folder), join(folder, thread));
}

/** Starts one; every stored state it tells of goes to `onStored`. */
export function startListenerProcess(
  orders: ListenerOrders,
  onStored: (stored: Stored, listenerId: string) => void,
): ListenerProcess {
  const child: ChildProcess = fork(join(orders.folder, program), [JSON.stringify(orders)], {
    execArgv: modest,
    env: { ...process.env, ...modestAllocator },
  });
  let last: Omit<ListenerTold, "stored"> = {
    rssMb: 0,
    heard: 0,
    playersHeard: 0,
    connected: 0,
    fencedOff: 0,
    cpuSeconds: 0,
  };
  let peakRssMb = 0;
  child.on("message", (message) => {
    const { stored, ...told } = ListenerTold.parse(message);
    last = told;
    peakRssMb = Math.max(peakRssMb, told.rssMb);
    for (const each of stored) onStored(each, orders.listenerId);
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    listenerId: orders.listenerId,
    now: () => last,
    hasEnded,
    get peakRssMb() {
      return peakRssMb;
    },
    async kill() {
      if (hasEnded()) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
  };
}
