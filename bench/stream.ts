import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "./bundle.ts";
import { pacedError } from "./paced-load.ts";
import { rangesPerSecond } from "./range-load.ts";
import { type Row, row } from "./row.ts";
import { silence, silenceBytesPerSecond } from "./silence.ts";

const connections = 200;
const seconds = 4;
const rounds = 3;
const plainIs = "node:http with createReadStream of one plain file";
const listeners = 200;

/**
 * What `/s/` gives away per second from ten joined files, against what Node gives away of one file by itself, both in processes
 * that do nothing else; and what two hundred listeners cost that are kept at the pace of their listening.
 */
export async function run(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-stream-"));
  const mp3 = silence(92_000); // as long as ours are together: forty minutes
  const file = join(folder, "plain.mp3");
  await writeFile(file, mp3);
  const [plain, ours] = [
    server(await bundle("plain-file-server.ts", folder), file),
    server(await bundle("slot-server.ts", folder), folder),
  ];
  try {
    const { port, paths } = JSON.parse(await firstLineOf(ours)) as { port: number; paths: [string, string] };
    const servers = {
      ours: { port, path: paths[0] },
      plain: { port: Number(await firstLineOf(plain)), path: "/" },
    };
    const measure = (which: "ours" | "plain", rangeBytes: number) =>
      rangesPerSecond({ ...servers[which], fileBytes: mp3.byteLength, rangeBytes, connections, seconds });
    const rows: Row[] = [];
    for (const [name, rangeBytes] of [
      ["ranges-64k.rps", 64 * 1024],
      ["ranges-1m.rps", 1024 * 1024],
    ] as const) {
      const pairs: { ours: number; plain: number }[] = [];
      for (let round = 0; round < rounds; round++) {
        pairs.push({ plain: await measure("plain", rangeBytes), ours: await measure("ours", rangeBytes) });
      }
      pairs.sort((one, other) => one.ours / one.plain - other.ours / other.plain);
      const middle = pairs[Math.floor(rounds / 2)];
      if (middle !== undefined)
        rows.push(row("stream", name, "req/s", middle.ours, { value: middle.plain, is: plainIs }));
    }
    rows.push(row("stream", "rss.peak", "MB", peakMb(ours), { value: peakMb(plain), is: plainIs }));
    return [...rows, ...(await paced(ours, { port, path: paths[1] }))];
  } finally {
    plain.kill();
    ours.kill();
    await rm(folder, { recursive: true });
  }
}

/** What listeners cost that hear without an end, and how exactly they are kept at their pace. */
async function paced(ours: ChildProcess, at: { port: number; path: string }): Promise<Row[]> {
  let share = Number.NaN;
  const error = await pacedError(
    { ...at, listeners, settleSeconds: 8, seconds: 20, bytesPerSecond: silenceBytesPerSecond },
    () => {
      const before = { cpu: cpuSeconds(ours), ms: performance.now() };
      return () => {
        share = ((cpuSeconds(ours) - before.cpu) * 1000) / (performance.now() - before.ms);
      };
    },
  );
  return [
    row("stream", `paced-${listeners}.cpu`, "% of a core", 100 * share),
    row("stream", `paced-${listeners}.rate-error`, "%", 100 * error),
  ];
}

function server(program: string, argument: string) {
  return spawn(process.execPath, [program, argument], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function firstLineOf({ stdout }: ReturnType<typeof server>): Promise<string> {
  const [line] = (await once(stdout, "data")) as [Buffer];
  return line.toString().trim();
}

/** Seconds of processor time that a process has used (Linux, a hundred ticks a second). */
function cpuSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The most memory a process has had (Linux). */
function peakMb({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
