import { startLambda } from "../test/emulators/lambda.ts";
import { type ApiBundle, get, theApiBundle } from "./lambda/api-bundle.ts";
import { cpuShareOf } from "./lambda/cpu-share.ts";
import { startBytes } from "./lambda/start-bytes.ts";
import { type Row, row } from "./row.ts";

const rounds = 15;
const shareMb = 512;
/** What Lambda takes the longest to load is not ours to decide, but this is. */
const bytesMost = 275_000;

/**
 * From nothing to the first answer: a process as Lambda starts one, with the bundle that is deployed, against a handler that
 * does nothing. Taken in turns, so that what else the machine does falls on both.
 */
export async function run(): Promise<Row[]> {
  await using bundle = await theApiBundle();
  const whole = await compared(bundle, "", undefined);
  using share = cpuShareOf(shareMb);
  const limited = share === undefined ? [] : await compared(bundle, `.at-${shareMb}mb`, share.limit);
  const bytes = startBytes(bundle.api);
  const size = row("cold", "bundle.bytes", "bytes", bytes, { value: bytesMost, is: "what it may have" });
  return [...whole, ...limited, size];
}

async function compared(
  bundle: ApiBundle,
  suffix: string,
  limit: ((pid: number) => void) | undefined,
): Promise<Row[]> {
  const health: number[] = [];
  const read: number[] = [];
  const nothing: number[] = [];
  for (let round = 0; round < rounds; round++) {
    nothing.push(await once(bundle, bundle.empty, get("/api/health"), limit));
    health.push(await once(bundle, bundle.api, get("/api/health"), limit));
    read.push(await once(bundle, bundle.api, get("/api/players", bundle.cookie), limit));
  }
  const baseline = { value: middle(nothing), is: "an empty handler" };
  return [
    row("cold", `init+health${suffix}`, "ms", middle(health), baseline),
    row("cold", `init+read${suffix}`, "ms", middle(read), baseline),
  ];
}

async function once(
  { env }: ApiBundle,
  file: string,
  event: object,
  limit: ((pid: number) => void) | undefined,
): Promise<number> {
  await using lambda = await startLambda({ file, env, ...(limit !== undefined && { onStarted: limit }) });
  const began = performance.now();
  const invoked = await lambda.invoke(event);
  const wallMs = performance.now() - began;
  if (!invoked.ok || (invoked.answer as { statusCode: number }).statusCode !== 200)
    throw new Error(`not answered: ${JSON.stringify(invoked)} ${lambda.lines.join("\n")}`);
  return wallMs;
}

function middle(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
