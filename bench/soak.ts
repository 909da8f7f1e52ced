import { type Row, row } from "./row.ts";
import { soak } from "./soak/soak.ts";

/** Ninety days of a bad life in virtual time. `SOAK_DAYS` and `SOAK_SEED` choose others. */
export async function run(): Promise<Row[]> {
  const days = Number(process.env["SOAK_DAYS"] ?? 90);
  const seed = Number(process.env["SOAK_SEED"] ?? 20_300_101);
  const startedMs = performance.now();
  const told = new Set<string>();
  const report = await soak({
    days,
    seed,
    onDay: (day, soFar) => {
      for (const [what, all] of Object.entries(soFar()))
        for (const each of all) {
          const line = `soak: ${what}: ${each}`;
          if (!told.has(line)) console.log(line);
          told.add(line);
        }
      if (day % 10 === 0 || day === 1)
        console.log(`soak: day ${day} after ${Math.round((performance.now() - startedMs) / 1000)} s`);
    },
  });
  console.log(`soak: seed ${seed}`);
  const rowOf = (name: string, unit: string, ours: number) => row("soak", `${days}d.${name}`, unit, ours);
  return [
    rowOf("relinks", "accounts", report.relinks),
    rowOf("truth-after-reconnect.max-s", "s", report.slowestTruthMs / 1000),
    rowOf("lost-outside-gaps", "entries", report.lost.length),
    rowOf("doubled", "entries", report.doubled.length),
    rowOf("heap-growth", "times", report.heapGrowth),
    rowOf("rss", "MB", process.memoryUsage().rss / 1e6),
    rowOf("stale-looks", "looks", report.stale.length),
    rowOf("deeds", "deeds", report.deeds),
    rowOf("troubles", "troubles", report.troubles),
    rowOf("reconnects", "connections", report.reconnects),
    rowOf("took", "s", (performance.now() - startedMs) / 1000),
  ];
}
