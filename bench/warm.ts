import { startLambda } from "../test/emulators/lambda.ts";
import { get, theApiBundle } from "./lambda/api-bundle.ts";
import { type Row, row } from "./row.ts";

const requests = 1000;
const warmUp = 50;

/** A request to a process that is awake, through the bundle and Lambda's runtime, without the time the emulator of the table takes. */
export async function run(): Promise<Row[]> {
  await using bundle = await theApiBundle();
  await using lambda = await startLambda({ file: bundle.api, env: bundle.env });
  const took = async (event: object): Promise<number[]> => {
    const all: number[] = [];
    for (let count = 0; count < warmUp + requests; count++) {
      const began = performance.now();
      const invoked = await lambda.invoke(event);
      const wallMs = performance.now() - began;
      const ours = wallMs - bundle.database.usedSince(began).busyMs;
      if (!invoked.ok) throw new Error(`not answered: ${invoked.message}`);
      if (count >= warmUp) all.push(ours);
    }
    return all.sort((one, other) => one - other);
  };
  const health = await took(get("/api/health"));
  const players = await took(get("/api/players", bundle.cookie));
  const at = (values: readonly number[], part: number) =>
    values[Math.floor(values.length * part)] ?? Number.NaN;
  return [
    row("warm", "health.p50", "ms", at(health, 0.5)),
    row("warm", "players.p50", "ms", at(players, 0.5)),
    row("warm", "players.p99", "ms", at(players, 0.99), { value: 20, is: "what it may take" }),
  ];
}
