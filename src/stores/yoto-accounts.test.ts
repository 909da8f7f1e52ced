import { expect, test } from "vitest";
import { type Ground, onEveryTable } from "../../test/on-every-table.ts";
import { newKeyRing } from "../adapters/secrets/key-ring.ts";
import { createSecrets } from "../adapters/secrets/secrets.ts";
import { UserName, YotoAccountId } from "../domain/ids.ts";
import type { YotoAccountTokens } from "../domain/yoto-account.ts";
import { createYotoAccounts } from "./yoto-accounts.ts";

const id = YotoAccountId("auth0|family");

function tokensOf(generation: number): YotoAccountTokens {
  return {
    accessToken: `access-${generation}`,
    refreshToken: `refresh-${generation}`,
    expiresAtMs: generation * 1000,
    refreshedAtMs: generation,
  };
}

async function linked(ground: Ground) {
  const accounts = createYotoAccounts(ground);
  const account = await accounts.link({
    id,
    linkedBy: UserName("anna"),
    scopes: ["openid"],
    tokens: tokensOf(1),
  });
  return { accounts, account };
}

onEveryTable("Yoto accounts", (newGround) => {
  test("a linked account comes back with its tokens, which are sealed where it is stored", async () => {
    const ground = newGround();
    const { accounts, account } = await linked(ground);
    expect(account).toMatchObject({
      value: { id, pretend: false, state: { is: "linked" }, tokens: tokensOf(1) },
      version: 1,
    });
    expect(await accounts.get(id)).toEqual(account);
    expect(await accounts.list()).toEqual([account]);
    const stored = JSON.stringify(await ground.table.query({ pk: `YOTO#${id}` }));
    expect(stored).not.toContain("access-1");
    expect(stored).not.toContain("refresh-1");
  });

  test("of many who would refresh the same version one may; the others wait until it has ended", async () => {
    const { accounts } = await linked(newGround());
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        accounts.beginRefresh(id, { ifVersion: 1, owner: `worker-${n}`, forMs: 30_000 }),
      ),
    );
    const [winner, ...others] = answers.filter(({ ok }) => ok);
    expect(others).toEqual([]);
    if (!winner?.ok) throw new Error("somebody should have won");
    const { version } = winner.account;
    expect(await accounts.beginRefresh(id, { ifVersion: version, owner: "late", forMs: 30_000 })).toEqual({
      ok: false,
    });
    const ended = await accounts.endRefresh(id, { ifVersion: version, tokens: tokensOf(2) });
    expect(ended).toMatchObject({ ok: true, account: { value: { tokens: tokensOf(2) } } });
    expect((await accounts.get(id))?.value.refreshing).toBeUndefined();
  });

  test("a refresher that died gives way when its time is over", async () => {
    const ground = newGround();
    const { accounts } = await linked(ground);
    await accounts.beginRefresh(id, { ifVersion: 1, owner: "dead", forMs: 30_000 });
    ground.clock.advance(30_000);
    const next = await accounts.beginRefresh(id, { ifVersion: 2, owner: "next", forMs: 30_000 });
    expect(next).toMatchObject({ ok: true });
    expect(await accounts.endRefresh(id, { ifVersion: 2, tokens: tokensOf(9) })).toEqual({ ok: false });
    expect((await accounts.get(id))?.value.tokens).toEqual(tokensOf(1));
  });

  test("a refresh that gave nothing leaves the tokens, and the next may try", async () => {
    const { accounts } = await linked(newGround());
    await accounts.beginRefresh(id, { ifVersion: 1, owner: "one", forMs: 30_000 });
    expect(await accounts.abandonRefresh(id, 2)).toMatchObject({ ok: true });
    const again = await accounts.beginRefresh(id, { ifVersion: 3, owner: "two", forMs: 30_000 });
    expect(again).toMatchObject({ ok: true, account: { value: { tokens: tokensOf(1) } } });
  });

  test("an account that must be linked again says since when and why, until it is", async () => {
    const ground = newGround();
    const { accounts } = await linked(ground);
    const sinceMs = ground.clock.nowMs();
    await accounts.needsLinkAgain(id, { ifVersion: 1, why: "Yoto refused the refresh token" });
    expect((await accounts.get(id))?.value.state).toEqual({
      is: "link-again",
      sinceMs,
      why: "Yoto refused the refresh token",
    });
    await accounts.rename(id, "Our family", 2);
    ground.clock.advance(1000);
    await accounts.link({ id, linkedBy: UserName("ben"), scopes: ["openid"], tokens: tokensOf(3) });
    expect(await accounts.get(id)).toMatchObject({
      value: { label: "Our family", linkedBy: "ben", state: { is: "linked" }, tokens: tokensOf(3) },
      version: 4,
    });
  });

  test("with the key gone an account asks to be linked again instead of failing", async () => {
    const ground = newGround();
    await linked(ground);
    const ring = newKeyRing();
    const secrets = createSecrets({ ring: () => ring, reload: async () => ring });
    const accounts = createYotoAccounts({ ...ground, secrets });
    const found = await accounts.get(id);
    expect(found?.value.tokens).toBeUndefined();
    expect(found?.value.state).toMatchObject({ is: "link-again" });
    expect(await accounts.list()).toHaveLength(1);
  });

  test("tokens of one account do not open in another's record", async () => {
    const ground = newGround();
    const { accounts } = await linked(ground);
    const item = await ground.table.get({ pk: `YOTO#${id}`, sk: "ACCOUNT" });
    const other = YotoAccountId("auth0|thief");
    await ground.table.put({ pk: `YOTO#${other}`, sk: "ACCOUNT", data: { ...item?.data, id: other } });
    expect((await accounts.get(other))?.value.tokens).toBeUndefined();
  });

  test("an unlinked account is gone", async () => {
    const { accounts } = await linked(newGround());
    await accounts.unlink(id);
    expect(await accounts.get(id)).toBeUndefined();
    expect(await accounts.list()).toEqual([]);
    expect(await accounts.endRefresh(id, { ifVersion: 1, tokens: tokensOf(2) })).toEqual({ ok: false });
  });
});
