import type { SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import type { Clock } from "../../ports/clock.ts";
import type { Item, Key, Query, Table, Written } from "../../ports/table.ts";
import { checkItem, checkKey, cursorAfter, plainQuery, wantsVersion } from "../../ports/table-rules.ts";
import { openDatabase } from "./database.ts";
import { createGroupCommit, patiently } from "./group-commit.ts";
import { selectPage } from "./select-page.ts";
import { translated } from "./sqlite-error.ts";
import { keepSwept } from "./sweep.ts";

/** A longer page is read in pieces of so many, so that reading it does not hold up the event loop. */
const rowsAtOnce = 250;

/**
 * A table in one SQLite file. A write fulfils when it is on disk; writes of the same moment share one sync. Disposing
 * finishes what was begun and closes the file.
 */
export function createSqliteTable(path: string, clock: Clock): Table & AsyncDisposable {
  const database = openDatabase(path);
  const commits = createGroupCommit(database, path);
  const nowSeconds = () => Math.floor(clock.nowMs() / 1000);

  const selectOne = database.prepare(
    `SELECT * FROM items WHERE pk = ?1 AND sk = ?2 AND (expires_at IS NULL OR expires_at > ?3)`,
  );
  const values = "(pk, sk, index_pk, index_sk, expires_at, data, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)";
  const change = "index_pk = ?3, index_sk = ?4, expires_at = ?5, data = ?6";
  const putAlways = database.prepare(
    `INSERT INTO items ${values} ON CONFLICT (pk, sk) DO UPDATE SET ${change},
       version = CASE WHEN items.expires_at <= ?7 THEN 1 ELSE items.version + 1 END RETURNING version`,
  );
  const putIfAbsent = database.prepare(
    `INSERT INTO items ${values} ON CONFLICT (pk, sk) DO UPDATE SET ${change}, version = 1
       WHERE items.expires_at <= ?7 RETURNING version`,
  );
  // Whoever writes a record again mostly leaves its place in the index alone, and an UPDATE that does not name it costs half.
  const putDataIfVersion = database.prepare(
    `UPDATE items SET data = ?6, version = version + 1
       WHERE pk = ?1 AND sk = ?2 AND version = ?8 AND (expires_at IS NULL OR expires_at > ?7)
         AND index_pk IS ?3 AND index_sk IS ?4 AND expires_at IS ?5 RETURNING version`,
  );
  const putIfVersion = database.prepare(
    `UPDATE items SET ${change}, version = version + 1
       WHERE pk = ?1 AND sk = ?2 AND version = ?8 AND (expires_at IS NULL OR expires_at > ?7) RETURNING version`,
  );
  const deleteAlways = database.prepare("DELETE FROM items WHERE pk = ?1 AND sk = ?2");
  const deleteIfVersion = database.prepare(
    `DELETE FROM items
       WHERE pk = ?1 AND sk = ?2 AND version = ?4 AND (expires_at IS NULL OR expires_at > ?3)`,
  );
  const putAgain = (facts: readonly SQLInputValue[], version: number) => {
    const all = [...facts, nowSeconds(), version];
    return putDataIfVersion.get(...all) ?? putIfVersion.get(...all);
  };
  const pages = new Map<string, StatementSync>();
  const prepared = (sql: string) => {
    const statement = pages.get(sql) ?? database.prepare(sql);
    pages.set(sql, statement);
    return statement;
  };

  const stop = new AbortController();
  const sweeping = keepSwept({ database, commits, clock }, stop.signal);

  const get = async (key: Key): Promise<Item | undefined> => {
    checkKey(key);
    const row = await read(() => selectOne.get(key.pk, key.sk, nowSeconds()));
    return row && itemOf(row);
  };

  return {
    get,
    getMany: (keys) => Promise.all(keys.map(get)),

    async put(item, condition, durability) {
      const facts: SQLInputValue[] = [
        item.pk,
        item.sk,
        item.index?.pk ?? null,
        item.index?.sk ?? null,
        item.expiresAt ?? null,
        checkItem(item),
      ];
      return commits.write((): Written => {
        const row = wantsVersion(condition)
          ? putAgain(facts, condition.ifVersion)
          : (condition ? putIfAbsent : putAlways).get(...facts, nowSeconds());
        return row ? { ok: true, version: Number(row["version"]) } : { ok: false };
      }, durability);
    },

    async delete(key, condition) {
      checkKey(key);
      return commits.write(() => {
        if (condition)
          return deleteIfVersion.run(key.pk, key.sk, nowSeconds(), condition.ifVersion).changes === 1;
        deleteAlways.run(key.pk, key.sk);
        return true;
      });
    },

    async query(query: Query) {
      const plain = plainQuery(query);
      const items: Item[] = [];
      for (let { after } = plain; ; await new Promise((resolve) => setImmediate(resolve))) {
        const limit = Math.min(rowsAtOnce, plain.limit - items.length);
        const { sql, bounds } = selectPage({ ...plain, after, limit }, nowSeconds());
        const rows = await read(() => prepared(sql).all(...bounds));
        items.push(...rows.slice(0, limit).map(itemOf));
        const last = items.at(-1);
        if (rows.length <= limit || last === undefined) return { items };
        after = plain.inIndex ? { sk: last.index?.sk ?? "", item: last } : { sk: last.sk };
        if (items.length === plain.limit) return { items, cursor: cursorAfter(query, after) };
      }
    },

    async [Symbol.asyncDispose]() {
      stop.abort();
      await sweeping;
      await commits.close();
      if (database.isOpen) database.close();
    },
  };
}

async function read<Result>(step: () => Result): Promise<Result> {
  try {
    return await patiently(step);
  } catch (error) {
    throw translated(error);
  }
}

function itemOf(row: Record<string, SQLOutputValue>): Item {
  const { pk, sk, index_pk, index_sk, expires_at, data, version } = row;
  return {
    pk: String(pk),
    sk: String(sk),
    version: Number(version),
    data: JSON.parse(String(data)),
    ...(index_pk !== null && { index: { pk: String(index_pk), sk: String(index_sk) } }),
    ...(expires_at !== null && { expiresAt: Number(expires_at) }),
  };
}
