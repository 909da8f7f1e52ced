import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/** What is alive on the heap of this process, in bytes, after what is not was collected. */
export function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
