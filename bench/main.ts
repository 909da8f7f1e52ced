import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Row } from "./row.ts";

/** Every suite, loaded only when it runs. */
const suites: Record<string, () => Promise<{ run(): Promise<Row[]> }>> = {
  history: () => import("./history.ts"),
  ingest: () => import("./ingest.ts"),
  library: () => import("./library.ts"),
  "library-on-aws": () => import("./library-on-aws.ts"),
  stories: () => import("./stories.ts"),
  stream: () => import("./stream.ts"),
  home: () => import("./home.ts"),
  upload: () => import("./upload.ts"),
  web: () => import("./web.ts"),
  listener: () => import("./listener.ts"),
  listeners: () => import("./listeners.ts"),
  soak: () => import("./soak.ts"),
  relay: () => import("./relay.ts"),
  cold: () => import("./cold.ts"),
  warm: () => import("./warm.ts"),
};

const { values, positionals } = parseArgs({
  options: { json: { type: "string" }, help: { type: "boolean", short: "h" } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in suites));
if (values.help || unknown.length > 0) {
  console.log(`npm run bench -- [suite …] [--json FILE]\nSuites: ${Object.keys(suites).join(", ")}`);
  process.exit(unknown.length > 0 ? 2 : 0);
}

/** In these the world outside stands in our own process: its garbage must not hold up what it says, for that is not measured. */
const crowded = new Set(["listener", "listeners"]);
const roomy = ["--max-semi-space-size=128", "--initial-old-space-size=3000"];
const hasRoom = roomy.every((flag) => process.execArgv.includes(flag));
if (positionals.length > 0 && positionals.every((name) => crowded.has(name)) && !hasRoom) {
  const again = [...roomy, ...process.execArgv, ...process.argv.slice(1)];
  process.exit(spawnSync(process.execPath, again, { stdio: "inherit" }).status ?? 1);
}

const rows: Row[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(suites)) {
  const load = suites[name];
  if (load === undefined) continue;
  const suite = await load();
  const measured = await suite.run();
  for (const row of measured) console.log(lineOf(row));
  rows.push(...measured);
  // After every suite, so that a later one that breaks takes nothing along.
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
}

function lineOf(row: Row): string {
  const figure = `${row.suite}/${row.name}: ${round(row.ours)} ${row.unit}`;
  if (row.baseline === null || row.ratio === null) return figure;
  return `${figure}  (${row.baselineIs}: ${round(row.baseline)}; ratio ${round(row.ratio)})`;
}

function round(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
