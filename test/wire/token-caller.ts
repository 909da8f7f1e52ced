import { silentLog } from "../../src/adapters/memory/log.ts";
import { openKeyRingFile } from "../../src/adapters/secrets/key-ring-file.ts";
import { createSqliteTable } from "../../src/adapters/sqlite/table.ts";
import { systemChance } from "../../src/adapters/system/chance.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { createYotoSignIn } from "../../src/adapters/yoto-cloud/yoto-sign-in.ts";
import { YotoAccountId } from "../../src/domain/ids.ts";
import { createYotoAccounts } from "../../src/stores/yoto-accounts.ts";
import { freshAccessToken } from "../../src/usecases/yoto-accounts/fresh-access-token.ts";

/** A process of its own that asks for tokens: says `ready`, waits for a line, prints what each caller got as JSON. */
const [tablePath = "", keyFile = "", authUrl = "", clientId = "", accountId = "", callers = "1", mode = ""] =
  process.argv.slice(2);
const clock = systemClock();
const chance = systemChance(clock);
const log = silentLog;
const accounts = createYotoAccounts({
  table: createSqliteTable(tablePath, clock),
  secrets: await openKeyRingFile(keyFile),
  clock,
});
const signIn = createYotoSignIn({ authUrl, clientId, version: "1.2.3", clock, log });
const dying = {
  ...accounts,
  /** Dies with the new tokens in hand, before or after they are stored. */
  endRefresh: async (...given: Parameters<typeof accounts.endRefresh>) => {
    if (mode === "die-before-storing") process.kill(process.pid, "SIGKILL");
    const ended = await accounts.endRefresh(...given);
    if (mode === "die-after-storing") process.kill(process.pid, "SIGKILL");
    return ended;
  },
};
const deps = { accounts: dying, signIn, clock, chance, log };

process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
const got = await Promise.all(
  Array.from({ length: Number(callers) }, () =>
    freshAccessToken(deps, YotoAccountId(accountId)).catch((error: unknown) => `failed: ${error}`),
  ),
);
process.stdout.write(`${JSON.stringify(got)}\n`);
process.exit(0);
