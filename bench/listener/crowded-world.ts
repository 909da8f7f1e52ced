import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKeyRingFile } from "../../src/adapters/secrets/key-ring-file.ts";
import { createSqliteTable } from "../../src/adapters/sqlite/table.ts";
import { systemChance } from "../../src/adapters/system/chance.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { UserName, YotoAccountId } from "../../src/domain/ids.ts";
import { createStores } from "../../src/main/create-stores.ts";
import { startPretendYoto } from "../../src/simulator/pretend-yoto.ts";
import { pretendClientId } from "../../src/simulator/seed.ts";
import { signIn } from "../../src/simulator/test-client.ts";
import { bundleListener } from "./start-listener-process.ts";
import type { ListenerOrders } from "./told.ts";

/** A pretend Yoto with many linked families, and the store that their listeners share. */
export async function startCrowdedWorld(size: { readonly accounts: number; readonly playersEach: number }) {
  const folder = await mkdtemp(join(tmpdir(), "bench-listener-"));
  await bundleListener(folder);
  const clock = systemClock();
  const yoto = await startPretendYoto({ accessTokenSeconds: 86_400, journalLength: 1_000 });
  const table = createSqliteTable(join(folder, "state.db"), clock);
  const secrets = await openKeyRingFile(join(folder, "keys"));
  const stores = createStores({ table, secrets, clock, chance: systemChance(clock) });
  const deviceIds: string[] = [];
  const accountIds: YotoAccountId[] = [];
  for (let count = 0; count < size.accounts; count++) {
    const account = yoto.accounts.add({ name: `Family ${count}` });
    const id = YotoAccountId(account.sub);
    accountIds.push(id);
    for (let each = 0; each < size.playersEach; each++) {
      const { deviceId } = yoto.devices.add({
        familyId: account.familyId,
        model: each % 2 === 0 ? "v3" : "mini",
        name: `Player ${each}`,
      });
      deviceIds.push(deviceId);
    }
    const { accessToken, refreshToken } = await signIn(yoto, account);
    await stores.accounts.link({
      id,
      linkedBy: UserName("robin"),
      scopes: [],
      tokens: {
        accessToken,
        refreshToken,
        refreshedAtMs: clock.nowMs(),
        expiresAtMs: clock.nowMs() + 86_400_000,
      },
    });
  }
  const ordersFor = (listenerId: string, watched: ListenerOrders["watched"]): ListenerOrders => ({
    folder,
    listenerId,
    yotoUrl: yoto.url,
    mqttUrl: yoto.mqttUrl,
    clientId: pretendClientId,
    watched,
  });
  return {
    yoto,
    stores,
    deviceIds,
    accountIds,
    ordersFor,
    async [Symbol.asyncDispose]() {
      await yoto[Symbol.asyncDispose]();
      await table[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

/** Looks until it is so; answers how many seconds that took. Throws with the name after `withinSeconds`. */
export async function secondsUntil(
  name: string,
  isSo: () => Promise<boolean> | boolean,
  withinSeconds: number,
): Promise<number> {
  const fromMs = performance.now();
  for (;;) {
    const seconds = (performance.now() - fromMs) / 1000;
    if (await isSo()) return seconds;
    if (seconds > withinSeconds) throw new Error(`waited ${withinSeconds} s in vain for: ${name}`);
    await wait(100);
  }
}
