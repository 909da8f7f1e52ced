/** Seconds between two attempts: 1 doubling to 60, half of it left to chance so that nobody marches in step. */
export function backOffMs(failures: number, fraction: number): number {
  const fullMs = Math.min(60_000, 1000 * 2 ** Math.min(Math.max(0, failures - 1), 6));
  return fullMs * (0.5 + 0.5 * fraction);
}
