import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixedClock } from "../src/adapters/memory/clock.ts";
import { createSqliteTable } from "../src/adapters/sqlite/table.ts";
import { actionKinds } from "../src/domain/actions/action.ts";
import { PlayerId } from "../src/domain/ids.ts";
import type { HistoryEntry } from "../src/domain/players/player-history.ts";
import { createListeningDays } from "../src/stores/listening-days.ts";
import { createPlayerHistory } from "../src/stores/player-history.ts";
import { createSettings } from "../src/stores/settings.ts";
import { createHistoryBook } from "../src/usecases/history/history-book.ts";
import { readHistory } from "../src/usecases/history/read-history.ts";
import { readStatistics } from "../src/usecases/history/read-statistics.ts";
import { type Row, row } from "./row.ts";

const players = 12;
const days = 30;
const actionsADay = 200;
const rounds = 30;
const dayMs = 86_400_000;

/** A month of twelve busy players on SQLite: how long pages of the history and statistics take. */
export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-history-"));
  const endMs = Date.UTC(2030, 0, 31, 20);
  const clock = fixedClock(endMs);
  const table = createSqliteTable(join(folder, "bench.db"), clock);
  try {
    const playerHistory = createPlayerHistory(table);
    const listeningDays = createListeningDays(table);
    const book = createHistoryBook({ playerHistory, listeningDays, settings: createSettings(table), clock });
    await Promise.all(
      Array.from({ length: players }, async (_, at) => {
        for (const entry of aMonth(PlayerId(`y2BenchPlayer${at}`), endMs))
          await book.add(entry, "Europe/Berlin");
      }),
    );
    const deps = { playerHistory, listeningDays };
    const one = { playerId: PlayerId("y2BenchPlayer3") };
    const month = { from: "2030-01-02", to: "2030-01-31" };
    return [
      ...(await timed("page of the house", () => readHistory(deps, {}, { limit: 50 }))),
      ...(await timed("page of a player", () => readHistory(deps, one, { limit: 50 }))),
      ...(await timed("page filtered by a rare kind", () =>
        readHistory(deps, { kinds: ["gap"] }, { limit: 50 }),
      )),
      ...(await timed("statistics of 30 days", () => readStatistics(deps, month))),
      ...(await timed("statistics of 30 days of a player", () => readStatistics(deps, { ...month, ...one }))),
    ];
  } finally {
    await table[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  }
}

/** Some rounds: the middle one and the slowest but one, in milliseconds. */
async function timed(name: string, work: () => Promise<unknown>): Promise<Row[]> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const from = performance.now();
    await work();
    took.push(performance.now() - from);
  }
  took.sort((one, other) => one - other);
  return [
    row("history", `${name}.p50`, "ms", took[Math.floor(rounds / 2)] ?? 0),
    row("history", `${name}.p95`, "ms", took.at(-2) ?? 0),
  ];
}

function* aMonth(playerId: PlayerId, endMs: number): Generator<HistoryEntry> {
  let number = 0;
  const key = () => `00000001-${String(number++).padStart(8, "0")}`;
  for (let day = days - 1; day >= 0; day--)
    for (let at = 0; at < actionsADay; at++) {
      const atMs = endMs - day * dayMs - (actionsADay - at) * 180_000;
      const cardId = `CARD${at % 25}`;
      const kind = actionKinds[at % actionKinds.length] ?? "gap";
      const facts = { cause: "child", confidence: "high", cardId, chapterKey: "01", trackKey: "01" };
      yield { playerId, atMs, key: key(), kind, facts };
      const listened = { fromMs: atMs, untilMs: atMs + 120_000, cardId };
      yield { playerId, atMs: atMs + 120_000, key: key(), kind: "listened", facts: listened };
    }
}
