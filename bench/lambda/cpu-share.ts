import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Lambda gives a whole processor for this much memory, and less in proportion. */
const wholeAtMb = 1769;
const periodMicroseconds = 20_000;

/** A limit on processes' share of the processor, as Lambda has one while it runs a handler. */
export type CpuShare = Disposable & { limit(pid: number): void };

/** The share that goes with so much memory; `undefined` where this machine does not let us limit anybody. */
export function cpuShareOf(memoryMb: number): CpuShare | undefined {
  const first = ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup"].find(
    (root) => existsSync(join(root, "cpu.cfs_quota_us")) || existsSync(join(root, "cgroup.controllers")),
  );
  if (first === undefined) return undefined;
  const group = join(first, `yoto-smart-stream-bench-${process.pid}`);
  const quota = Math.round((periodMicroseconds * memoryMb) / wholeAtMb);
  try {
    mkdirSync(group);
    if (existsSync(join(group, "cpu.max")))
      writeFileSync(join(group, "cpu.max"), `${quota} ${periodMicroseconds}`);
    else {
      writeFileSync(join(group, "cpu.cfs_period_us"), String(periodMicroseconds));
      writeFileSync(join(group, "cpu.cfs_quota_us"), String(quota));
    }
  } catch {
    return undefined;
  }
  return {
    limit: (pid) => writeFileSync(join(group, "cgroup.procs"), String(pid)),
    [Symbol.dispose]: () => {
      try {
        rmdirSync(group);
      } catch {
        // Somebody is still dying in it; the kernel sweeps an empty group of a bench nobody misses.
      }
    },
  };
}
