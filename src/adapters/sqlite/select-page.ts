import type { SQLInputValue } from "node:sqlite";
import type { PlainQuery } from "../../ports/table-rules.ts";

/** The statement for a page of a query, one row longer than the page so that it shows whether more follows. */
export function selectPage(
  query: PlainQuery,
  nowSeconds: number,
): { readonly sql: string; readonly bounds: readonly SQLInputValue[] } {
  const { pk, inIndex, backwards, limit, from, to, below, after } = query;
  const sortKey = inIndex ? "index_sk" : "sk";
  const where = [`${inIndex ? "index_pk" : "pk"} = ?`];
  const bounds: SQLInputValue[] = [pk];
  const bind = (condition: string, ...texts: readonly string[]) => {
    where.push(condition);
    bounds.push(...texts);
  };

  if (from !== undefined) bind(`${sortKey} >= ?`, from);
  if (to !== undefined) bind(`${sortKey} <= ?`, to);
  if (below !== undefined) bind(`${sortKey} < ?`, below);
  const beyond = backwards ? "<" : ">";
  if (after?.item) bind(`(index_sk, pk, sk) ${beyond} (?, ?, ?)`, after.sk, after.item.pk, after.item.sk);
  else if (after) bind(`sk ${beyond} ?`, after.sk);
  where.push("(expires_at IS NULL OR expires_at > ?)");

  const direction = backwards ? "DESC" : "ASC";
  const order = (inIndex ? ["index_sk", "pk", "sk"] : ["sk"]).map((column) => `${column} ${direction}`);
  return {
    sql: `SELECT * FROM items WHERE ${where.join(" AND ")} ORDER BY ${order.join(", ")} LIMIT ?`,
    bounds: [...bounds, nowSeconds, limit + 1],
  };
}
