import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { newKeyRing } from "../../adapters/secrets/key-ring.ts";
import { createSecrets } from "../../adapters/secrets/secrets.ts";
import { allSqliteItems } from "../../adapters/sqlite/all-items.ts";
import { createSqliteTable } from "../../adapters/sqlite/table.ts";
import { UserName, YotoAccountId } from "../../domain/ids.ts";
import { createYotoAccounts } from "../../stores/yoto-accounts.ts";
import { moveHome, NotEmpty } from "./move-home.ts";

const nowMs = Date.UTC(2030, 0, 1);
const id = YotoAccountId("auth0|1");

async function aHome(name: string) {
  const clock = fixedClock(nowMs);
  const folder = await mkdtemp(join(tmpdir(), `move-${name}-`));
  const path = join(folder, "state.db");
  const table = createSqliteTable(path, clock);
  return {
    table,
    items: allSqliteItems(path, table, clock),
    files: createMemoryAudioFiles(),
    async [Symbol.asyncDispose]() {
      await table[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function twoHomes() {
  let slept = async () => {};
  const clock = { nowMs: () => nowMs, sleep: () => slept() };
  const opened = new AsyncDisposableStack();
  const [from, to] = [opened.use(await aHome("old")), opened.use(await aHome("new"))];
  const ring = newKeyRing();
  const secrets = createSecrets({ ring: () => ring, reload: async () => ring });
  const accountsIn = (home: typeof from) => createYotoAccounts({ table: home.table, secrets, clock });
  await accountsIn(from).link({
    id,
    linkedBy: UserName("anna"),
    scopes: [],
    tokens: { accessToken: "a", refreshToken: "r", expiresAtMs: nowMs + 1, refreshedAtMs: nowMs },
  });
  await from.table.put({
    pk: "USER#anna",
    sk: "PROFILE",
    data: { name: "anna" },
    index: { pk: "USER", sk: "anna" },
  });
  await from.table.put({ pk: "GONE", sk: "X", data: {}, expiresAt: nowMs / 1000 - 1 });
  await from.files.put("audio/bear.mp3", new Blob(["bear"]).stream(), {
    maxBytes: 10,
    contentType: "audio/mpeg",
  });
  return {
    clock,
    from,
    to,
    accountsIn,
    onSleep: (act: () => Promise<void>) => {
      slept = act;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

test("everything is carried over, and a family's tokens are in one home only", async () => {
  await using homes = await twoHomes();
  const { from, to, clock, accountsIn } = homes;
  expect(await moveHome({ from, to, clock })).toEqual({
    items: 2,
    files: 1,
    bytes: 4,
    filesThere: 0,
    accounts: 1,
  });
  expect((await to.table.get({ pk: "USER#anna", sk: "PROFILE" }))?.index).toEqual({ pk: "USER", sk: "anna" });
  expect(await new Response((await to.files.read("audio/bear.mp3")) ?? null).text()).toBe("bear");
  expect((await accountsIn(to).get(id))?.value.tokens?.refreshToken).toBe("r");
  const left = (await accountsIn(from).get(id))?.value;
  expect(left?.tokens).toBeUndefined();
  expect(left?.state.is).toBe("link-again");
});

test("a move that was broken off goes on, and keeps the tokens that were carried over already", async () => {
  await using homes = await twoHomes();
  const { from, to, clock, accountsIn } = homes;
  const breaks = { ...to, table: { ...to.table, delete: () => Promise.reject(new Error("power cut")) } };
  await expect(moveHome({ from, to: breaks, clock })).rejects.toThrow("power cut");
  const again = await moveHome({ from, to, clock });
  expect(again).toMatchObject({ files: 0, filesThere: 1, accounts: 1 });
  expect((await accountsIn(to).get(id))?.value.tokens?.refreshToken).toBe("r");
});

test("a refresh under way is waited for, and its new token is the one that moves", async () => {
  await using homes = await twoHomes();
  const { from, to, clock, accountsIn } = homes;
  const accounts = accountsIn(from);
  const version = (await accounts.get(id))?.version ?? 0;
  const begun = await accounts.beginRefresh(id, { ifVersion: version, owner: "listener", forMs: 30_000 });
  homes.onSleep(async () => {
    const tokens = { accessToken: "b", refreshToken: "newer", expiresAtMs: nowMs + 1, refreshedAtMs: nowMs };
    await accounts.endRefresh(id, { ifVersion: begun.ok ? begun.account.version : 0, tokens });
  });
  await moveHome({ from, to, clock });
  expect((await accountsIn(to).get(id))?.value.tokens?.refreshToken).toBe("newer");
});

test("a home in which somebody lives is not moved into, unless it is to be replaced", async () => {
  await using homes = await twoHomes();
  const { from, to, clock } = homes;
  await to.table.put({ pk: "USER#ben", sk: "PROFILE", data: {} });
  await expect(moveHome({ from, to, clock })).rejects.toThrow(NotEmpty);
  await moveHome({ from, to, clock, replace: true });
  expect(await to.table.get({ pk: "USER#ben", sk: "PROFILE" })).toBeUndefined();
  expect(await to.table.get({ pk: "USER#anna", sk: "PROFILE" })).toBeDefined();
});

test("emptying the new home that was broken off is gone on with, and what lived there is not mixed with what comes", async () => {
  await using homes = await twoHomes();
  const { from, to, clock } = homes;
  for (const name of ["ben", "cleo"]) await to.table.put({ pk: `USER#${name}`, sk: "PROFILE", data: {} });
  const breaks = {
    ...to,
    table: {
      ...to.table,
      delete: (...asked: Parameters<typeof to.table.delete>) =>
        asked[0].pk === "USER#cleo" ? Promise.reject(new Error("power cut")) : to.table.delete(...asked),
    },
  };
  await expect(moveHome({ from, to: breaks, clock, replace: true })).rejects.toThrow("power cut");
  await moveHome({ from, to, clock });
  for (const name of ["ben", "cleo"])
    expect(await to.table.get({ pk: `USER#${name}`, sk: "PROFILE" })).toBeUndefined();
  expect(await to.table.get({ pk: "USER#anna", sk: "PROFILE" })).toBeDefined();
  expect(await to.table.get({ pk: "MOVE", sk: "UNDERWAY" })).toBeUndefined();
});
