import { expect, test } from "vitest";
import { type Ground, onEveryTable } from "../../test/on-every-table.ts";
import { YotoAccountId } from "../domain/ids.ts";
import { createPendingCodes } from "./pending-codes.ts";

async function begun(ground: Ground) {
  const codes = createPendingCodes(ground);
  const nowMs = ground.clock.nowMs();
  const code = {
    id: "unguessable-id",
    deviceCode: "unguessable-code",
    boundTo: "session-1",
    intervalMs: 5_000,
    askedAtMs: nowMs,
    expiresAtMs: nowMs + 300_000,
  };
  await codes.begin(code);
  return { codes, code };
}

onEveryTable("pending codes", (newGround) => {
  test("a code is found by the session that began it, as long as it is good", async () => {
    const ground = newGround();
    const { codes, code } = await begun(ground);
    expect((await codes.get(code.id, "session-1"))?.value).toEqual(code);
    expect(await codes.get(code.id, "session-2")).toBeUndefined();
    expect(await codes.get("other-id", "session-1")).toBeUndefined();
    ground.clock.advance(300_000);
    expect(await codes.get(code.id, "session-1")).toBeUndefined();
  });

  test("of many who change a code at once one does, and what is ended does not come back", async () => {
    const { codes, code } = await begun(newGround());
    const { version = 0 } = (await codes.get(code.id, "session-1")) ?? {};
    const linked = { ...code, linked: YotoAccountId("auth0|1") };
    const changes = await Promise.all([1, 2, 3].map(() => codes.change(linked, version)));
    expect(changes.filter((each) => each !== undefined)).toHaveLength(1);
    expect((await codes.get(code.id, "session-1"))?.value).toEqual(linked);
    await codes.end(code.id);
    expect(await codes.change(code, version + 1)).toBeUndefined();
    expect(await codes.get(code.id, "session-1")).toBeUndefined();
  });

  test("neither id nor code can be read where it is stored", async () => {
    const ground = newGround();
    const { code } = await begun(ground);
    const written: string[] = [];
    const table = {
      ...ground.table,
      put: async (...put: Parameters<typeof ground.table.put>) => {
        written.push(JSON.stringify(put));
        return ground.table.put(...put);
      },
    };
    await begun({ ...ground, table });
    expect(written.join()).toContain("CODE#");
    expect(written.join()).not.toContain(code.id);
    expect(written.join()).not.toContain(code.deviceCode);
  });
});
