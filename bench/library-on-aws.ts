import { awsPlatform } from "../src/main/aws/aws-platform.ts";
import { createStores } from "../src/main/create-stores.ts";
import { readEnv } from "../src/main/env.ts";
import type { Clock } from "../src/ports/clock.ts";
import { startLambda } from "../test/emulators/lambda.ts";
import { aPiece, pieces } from "./a-large-library.ts";
import { type ApiBundle, get, theApiBundle } from "./lambda/api-bundle.ts";
import { cpuShareOf } from "./lambda/cpu-share.ts";
import type { ServiceUse } from "./lambda/measured-service.ts";
import { type Row, row } from "./row.ts";

const processes = 11;
/** The memory that the API's function is given. */
const shareMb = 512;

type Asked = {
  /** Without the time the emulators take. */
  readonly oursMs: number;
  readonly table: ServiceUse;
  readonly files: ServiceUse;
};

/**
 * A library of ten thousand pieces over DynamoDB and S3, through the bundle and Lambda's runtime: its first page, and then the first
 * search, of processes that have just started, with a whole core and with the function's share of one. Emulators answer in another time than AWS, so theirs stands apart, with what was
 * asked.
 */
export async function run(): Promise<Row[]> {
  await using bundle = await theApiBundle();
  await fill(bundle);
  const ever = await aProcess(bundle);
  const whole = await someProcesses(bundle, "");
  using share = cpuShareOf(shareMb);
  const limited = share === undefined ? [] : await someProcesses(bundle, `.at-${shareMb}mb`, share.limit);
  return [...rowsOf("10k.first-search-ever", ever.search), ...whole, ...limited];
}

/** The middle of some processes, one after the other. */
async function someProcesses(
  bundle: ApiBundle,
  suffix: string,
  limit?: (pid: number) => void,
): Promise<Row[]> {
  const all: Awaited<ReturnType<typeof aProcess>>[] = [];
  for (let count = 0; count < processes; count += 1) all.push(await aProcess(bundle, limit));
  const middle = (name: string, of: keyof (typeof all)[number]) => {
    const asked = all.map((each) => each[of]).toSorted((one, other) => one.oursMs - other.oursMs);
    return asked.slice(processes >> 1, (processes >> 1) + 1).flatMap((each) => rowsOf(name + suffix, each));
  };
  return [
    ...middle("10k.first-page", "page"),
    ...middle("10k.first-search", "search"),
    ...middle("10k.search", "again"),
  ];
}

async function fill({ env }: ApiBundle): Promise<void> {
  // The library was filled an hour ago.
  const filledAgo = (clock: Clock): Clock => ({ ...clock, nowMs: () => clock.nowMs() - 3_600_000 });
  const { stores } = awsPlatform(readEnv(env), "bench", (deps) =>
    createStores({ ...deps, clock: filledAgo(deps.clock) }),
  );
  for (let from = 0; from < pieces; from += 50)
    await Promise.all(Array.from({ length: 50 }, (_, n) => stores.audio.add(aPiece(from + n))));
}

/** What three requests cost one after the other, in a process that has answered nothing of the library yet. */
async function aProcess({ api, env, cookie, database, files }: ApiBundle, limit?: (pid: number) => void) {
  await using lambda = await startLambda({
    file: api,
    env,
    ...(limit !== undefined && { onStarted: limit }),
  });
  await lambda.invoke(get("/api/health"));
  const ask = async (query: string): Promise<Asked> => {
    const beganMs = performance.now();
    const invoked = await lambda.invoke(get("/api/audio", cookie, query));
    const wallMs = performance.now() - beganMs;
    const { statusCode, body } = (invoked.ok ? invoked.answer : {}) as { statusCode?: number; body?: string };
    if (statusCode !== 200 || (JSON.parse(body ?? "") as { items: unknown[] }).items.length === 0)
      throw new Error(`Nothing was found: ${JSON.stringify(invoked)} ${lambda.lines.join("\n")}`);
    const [table, fromFiles] = [database.usedSince(beganMs), files.usedSince(beganMs)];
    return { oursMs: wallMs - table.busyMs - fromFiles.busyMs, table, files: fromFiles };
  };
  const page = await ask("limit=50");
  const search = await ask("q=whale+42&limit=50");
  return { page, search, again: await ask("q=whale+43&limit=50") };
}

function rowsOf(name: string, { oursMs, table, files }: Asked): Row[] {
  const of = (what: string, unit: string, value: number) =>
    row("library-on-aws", `${name}${what}`, unit, value);
  return [
    of("", "ms", oursMs),
    of(".emulators", "ms", table.busyMs + files.busyMs),
    of(".table-calls", "", table.calls),
    of(".table-rounds", "", table.rounds),
    of(".table-bytes", "bytes", table.bytes),
    of(".file-calls", "", files.calls),
    of(".file-bytes", "bytes", files.bytes),
  ];
}
