import { type Row, row } from "./row.ts";
import { type SoakReport, soak } from "./soak/soak.ts";

/** Ninety days of a bad life in virtual time. `SOAK_DAYS` and `SOAK_SEED` choose others. */
export async function run(): Promise<Row[]> {
  const days = Number(process.env["SOAK_DAYS"] ?? 90);
  const seed = Number(process.env["SOAK_SEED"] ?? 20_300_101);
  const startedMs = performance.now();
  const report = await soak({
    days,
    seed,
    onDay: (day, soFar) => {
      if (day % 10 !== 0 && day !== 1) return;
      const { lost, doubled, stale } = soFar();
      console.log(
        `soak: day ${day} after ${Math.round((performance.now() - startedMs) / 1000)} s: lost ${lost.length}, doubled ${doubled.length}, stale ${stale.length}`,
      );
    },
  });
  tell(report);
  const rowOf = (name: string, unit: string, ours: number) => row("soak", `${days}d.${name}`, unit, ours);
  return [
    rowOf("relinks", "accounts", report.relinks),
    rowOf("truth-after-reconnect.max-s", "s", report.slowestTruthMs / 1000),
    rowOf("lost-outside-gaps", "entries", report.lost.length),
    rowOf("doubled", "entries", report.doubled.length),
    rowOf("rss-growth", "times", report.rssGrowth),
    rowOf("stale-looks", "looks", report.stale.length),
    rowOf("deeds", "deeds", report.deeds),
    rowOf("troubles", "troubles", report.troubles),
    rowOf("reconnects", "connections", report.reconnects),
    rowOf("took", "s", (performance.now() - startedMs) / 1000),
  ];
}

function tell({ seed, lost, doubled, stale }: SoakReport): void {
  console.log(`soak: seed ${seed}`);
  for (const [what, all] of Object.entries({ lost, doubled, stale }))
    for (const each of all.slice(0, 10)) console.log(`soak: ${what}: ${each}`);
}
