import { awsGround } from "../src/main/aws/aws-ground.ts";
import { readEnv } from "../src/main/env.ts";
import { storesOver } from "../src/main/stores-over.ts";
import type { Clock } from "../src/ports/clock.ts";
import { startLambda } from "../test/emulators/lambda.ts";
import { aPiece, pieces } from "./a-large-library.ts";
import { type ApiBundle, get, theApiBundle } from "./lambda/api-bundle.ts";
import type { ServiceUse } from "./lambda/measured-service.ts";
import { type Row, row } from "./row.ts";

const processes = 11;

type Asked = {
  /** Without the time the emulators take. */
  readonly oursMs: number;
  readonly table: ServiceUse;
  readonly files: ServiceUse;
};

/**
 * A library of ten thousand pieces over DynamoDB and S3, through the bundle and Lambda's runtime: its first page, and then the first
 * search, of processes that have just started. Emulators answer in another time than AWS, so theirs stands apart, with what was
 * asked.
 */
export async function run(): Promise<Row[]> {
  await using bundle = await theApiBundle();
  await fill(bundle);
  const ever = await aProcess(bundle);
  const all: (typeof ever)[] = [];
  for (let count = 0; count < processes; count += 1) all.push(await aProcess(bundle));
  const middle = (of: keyof typeof ever) =>
    all.map((each) => each[of]).toSorted((one, other) => one.oursMs - other.oursMs)[processes >> 1] ??
    ever[of];
  return [
    ...rowsOf("10k.first-page", middle("page")),
    ...rowsOf("10k.first-search-ever", ever.search),
    ...rowsOf("10k.first-search", middle("search")),
    ...rowsOf("10k.search", middle("again")),
  ];
}

async function fill({ env }: ApiBundle): Promise<void> {
  // The library was filled an hour ago.
  const filledAgo = (clock: Clock): Clock => ({ ...clock, nowMs: () => clock.nowMs() - 3_600_000 });
  const { stores } = awsGround(readEnv(env), "bench", (deps) =>
    storesOver({ ...deps, clock: filledAgo(deps.clock) }),
  );
  for (let from = 0; from < pieces; from += 50)
    await Promise.all(Array.from({ length: 50 }, (_, n) => stores.audio.add(aPiece(from + n))));
}

/** What three requests cost one after the other, in a process that has answered nothing of the library yet. */
async function aProcess({ api, env, cookie, database, files }: ApiBundle) {
  await using lambda = await startLambda({ file: api, env });
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
