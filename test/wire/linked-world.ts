import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededChance } from "../../src/adapters/memory/chance.ts";
import { silentLog } from "../../src/adapters/memory/log.ts";
import { createMemoryTable } from "../../src/adapters/memory/table.ts";
import { openKeyRingFile } from "../../src/adapters/secrets/key-ring-file.ts";
import { createSqliteTable } from "../../src/adapters/sqlite/table.ts";
import { systemChance } from "../../src/adapters/system/chance.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { createYotoCloud } from "../../src/adapters/yoto-cloud/yoto-cloud.ts";
import { createYotoSignIn } from "../../src/adapters/yoto-cloud/yoto-sign-in.ts";
import { UserName, YotoAccountId } from "../../src/domain/ids.ts";
import type { Chance } from "../../src/ports/chance.ts";
import type { Table } from "../../src/ports/table.ts";
import { wallClock } from "../../src/simulator/clock.ts";
import { type PretendYotoOptions, startPretendYoto } from "../../src/simulator/pretend-yoto.ts";
import { pretendClientId } from "../../src/simulator/seed.ts";
import type { Account } from "../../src/simulator/store/accounts.ts";
import { signIn } from "../../src/simulator/test-client.ts";
import { createYotoAccounts } from "../../src/stores/yoto-accounts.ts";
import { keptLog } from "./pretend-world.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Our side of the wire to a pretend Yoto, with accounts that are linked in a store. */
export async function startLinkedWorld(
  options: PretendYotoOptions & {
    readonly store?: "memory" | "sqlite";
    /** Instead of either: one of the test's own. */
    readonly table?: Table;
    readonly refreshTimeoutMs?: number;
    /** Both sides of the wire live in this time instead of the machine's. */
    readonly time?: VirtualTime;
    readonly chance?: Chance;
    /** Off for long lives: then what is logged goes nowhere. */
    readonly keepsLog?: boolean;
  } = {},
) {
  // Tokens of one second are the same text; the pretend Yoto is therefore a moment ahead after each sign-in.
  let aheadMs = 0;
  const wall = wallClock();
  const { time } = options;
  const pretendClock = time?.pretend ?? { ...wall, nowMs: () => wall.nowMs() + aheadMs };
  const yoto = await startPretendYoto({ clock: pretendClock, ...options });
  const folder = await mkdtemp(join(tmpdir(), "linked-world-"));
  const clock = time?.clock ?? systemClock();
  // In virtual time all goes the same way each time.
  const chance = options.chance ?? (time === undefined ? systemChance(clock) : seededChance(1));
  const log = options.keepsLog === false ? { ...silentLog, lines: [] as string[] } : keptLog();
  const keyFile = join(folder, "keys.json");
  const secrets = await openKeyRingFile(keyFile);
  const tablePath = join(folder, "state.db");
  const sqlite = options.store === "sqlite" ? createSqliteTable(tablePath, clock) : undefined;
  const table: Table = options.table ?? sqlite ?? createMemoryTable(clock);
  const config = {
    authUrl: yoto.url,
    apiUrl: yoto.url,
    labsUrl: yoto.labsUrl,
    clientId: pretendClientId,
    version: "1.2.3",
    clock,
    chance,
    log,
    ...(options.refreshTimeoutMs !== undefined && { refreshTimeoutMs: options.refreshTimeoutMs }),
  };
  const accounts = createYotoAccounts({ table, secrets, clock });
  const tokenDeps = { accounts, signIn: createYotoSignIn(config), clock, chance, log };

  /** What a person does who is told to link again. */
  const relink = async (id: YotoAccountId, account: Account, lifeMs?: number) => {
    const { accessToken, refreshToken, body } = await signIn(yoto, account);
    aheadMs += 2_000;
    const nowMs = clock.nowMs();
    await accounts.link({
      id,
      linkedBy: UserName("robin"),
      scopes: (body["scope"] ?? "").split(" "),
      tokens: {
        accessToken,
        refreshToken,
        refreshedAtMs: time === undefined ? nowMs - 3_600_000 : nowMs,
        expiresAtMs: nowMs + (lifeMs ?? Number(body["expires_in"] ?? 3_600) * 1000),
      },
    });
    return { id, accessToken, refreshToken };
  };

  return {
    yoto,
    clock,
    chance,
    log,
    table,
    tablePath,
    keyFile,
    secrets,
    accounts,
    tokenDeps,
    cloud: createYotoCloud(config),
    /** A new family, linked; `lifeMs` is what is left of its access token as far as we know. */
    async link(wanted: { readonly lifeMs?: number; readonly name?: string } = {}) {
      const account = yoto.accounts.add({ name: wanted.name ?? "Robin" });
      return { ...(await relink(YotoAccountId(account.sub), account, wanted.lifeMs)), account };
    },
    relink,
    /** Refreshes that reached the pretend Yoto, oldest first, with the status each was answered with. */
    tokenRequests: () =>
      yoto.journal
        .entries()
        .flatMap((entry) =>
          entry.kind === "http" && entry.method === "POST" && entry.url.startsWith("/oauth/token")
            ? [entry]
            : [],
        ),
    async [Symbol.asyncDispose]() {
      await yoto[Symbol.asyncDispose]();
      await sqlite?.[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type LinkedWorld = Awaited<ReturnType<typeof startLinkedWorld>>;

/** Waits until `look` gives something, looking more seldom the longer it takes; fails with the name after `withinMs`. */
export async function until<Found>(
  name: string,
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
  withinMs = 60_000,
): Promise<Found> {
  const startedMs = performance.now();
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    const waitedMs = performance.now() - startedMs;
    if (waitedMs > withinMs) throw new Error(`waited in vain for: ${name}`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(250, Math.max(5, waitedMs / 5))));
  }
}
