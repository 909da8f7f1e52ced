import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { UserName } from "../domain/ids.ts";
import { createApiTokens } from "./api-tokens.ts";

const anna = UserName("anna");
const wanted = { user: anna, label: "Home Assistant" };

onEveryTable("API tokens", (newGround) => {
  test("a token allows what it was made for, and only its hash is stored", async () => {
    const ground = newGround();
    const tokens = createApiTokens(ground);
    const { apiToken, token } = await tokens.create(wanted);
    expect(token).toMatch(/^yss_/);
    expect(await tokens.find(token)).toMatchObject({ ...wanted, id: apiToken.id });
    const { items } = await ground.table.query({ pk: "USER#anna" });
    expect(JSON.stringify(items)).not.toContain(token.split(".")[1]);
    for (const wrong of ["", token.slice(4), `${token}x`, "yss_YW5uYQ.aaaaaaaaaaaaaaaaaaaaaaaa"])
      expect(await tokens.find(wrong)).toBeUndefined();
  });

  test("its last use is noted, to the hour", async () => {
    const ground = newGround();
    const tokens = createApiTokens(ground);
    const { token } = await tokens.create(wanted);
    const firstMs = ground.clock.nowMs();
    expect((await tokens.find(token))?.usedAtMs).toBe(firstMs);
    ground.clock.advance(60_000);
    expect((await tokens.find(token))?.usedAtMs).toBe(firstMs);
    ground.clock.advance(3_600_000);
    expect((await tokens.find(token))?.usedAtMs).toBe(firstMs + 3_660_000);
  });

  test("it ends when it was said to, when revoked, and when all are", async () => {
    const ground = newGround();
    const tokens = createApiTokens(ground);
    const short = await tokens.create({ ...wanted, expiresAtMs: ground.clock.nowMs() + 1000 });
    const [one, two] = [await tokens.create(wanted), await tokens.create(wanted)];
    expect(await tokens.of(anna)).toHaveLength(3);
    ground.clock.advance(1000);
    expect(await tokens.find(short.token)).toBeUndefined();
    expect(await tokens.revoke(anna, one.apiToken.id)).toBe(true);
    expect(await tokens.revoke(anna, one.apiToken.id)).toBe(false);
    expect(await tokens.find(one.token)).toBeUndefined();
    await tokens.revokeAll(anna);
    expect(await tokens.find(two.token)).toBeUndefined();
  });
});
