import type { AllItems } from "../../ports/all-items.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Table } from "../../ports/table.ts";
import { openDatabase } from "./database.ts";

/** Keys are read at once, each item when it is its turn: nothing is locked in between. */
export function allSqliteItems(path: string, table: Table, clock: Clock): AllItems {
  return async function* () {
    for (const key of keysIn(path, Math.floor(clock.nowMs() / 1000))) {
      const item = await table.get(key);
      if (item !== undefined) yield item;
    }
  };
}

function keysIn(path: string, nowSeconds: number) {
  const database = openDatabase(path);
  try {
    return database
      .prepare("SELECT pk, sk FROM items WHERE expires_at IS NULL OR expires_at > ?1")
      .all(nowSeconds)
      .map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
  } finally {
    database.close();
  }
}
