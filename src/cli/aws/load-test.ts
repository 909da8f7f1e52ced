import type { AwsReach } from "./aws-reach.ts";

/** Never more than so many calls, whatever is asked for: a test must not cost, nor pull the brake (2,000 in five minutes). */
export const callsMost = 1_500;

export type LoadTestOptions = {
  readonly address: URL;
  readonly path: string;
  /** Calls one after another, then calls at once. */
  readonly calls: number;
  readonly atOnce: number;
  /** A pause before the first call, so that it finds nobody warm. */
  readonly idleMinutes: number;
};

/** Times of a series, in milliseconds. */
export type Series = {
  readonly name: string;
  readonly calls: number;
  readonly failed: number;
  readonly turnedAway: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
};

/** The guide's phase 7: one cold call, warm ones in a row, and many at once. */
export async function loadTest(
  reach: Pick<AwsReach, "get" | "sleep">,
  options: LoadTestOptions,
): Promise<Series[]> {
  const { address, path, atOnce, idleMinutes } = options;
  const url = new URL(path, address);
  const calls = Math.max(1, Math.min(options.calls, Math.floor((callsMost - 1) / 2)));
  if (idleMinutes > 0) await reach.sleep(idleMinutes * 60_000);
  const first = await reach.get(url);
  const inARow: Answer[] = [];
  for (let at = 0; at < calls; at++) inARow.push(await reach.get(url));
  const together: Answer[] = [];
  let left = calls;
  await Promise.all(
    Array.from({ length: Math.max(1, atOnce) }, async () => {
      while (left-- > 0) together.push(await reach.get(url));
    }),
  );
  return [
    seriesOf(idleMinutes > 0 ? `first after ${idleMinutes} min` : "first", [first]),
    seriesOf("one after another", inARow),
    seriesOf(`${atOnce} at once`, together),
  ];
}

type Answer = { readonly status: number; readonly ms: number };

function seriesOf(name: string, answers: readonly Answer[]): Series {
  const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    name,
    calls: answers.length,
    failed: answers.filter(({ status }) => status === 0 || status >= 500).length,
    turnedAway: answers.filter(({ status }) => status === 429).length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    most: times.at(-1) ?? 0,
  };
}
