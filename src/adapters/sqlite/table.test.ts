import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableContract } from "../../ports/table.contract.ts";
import { createSqliteTable } from "./table.ts";

const folder = mkdtempSync(join(tmpdir(), "sqlite-table-"));

tableContract("SQLite", (clock) => createSqliteTable(join(folder, "contract.db"), clock));
