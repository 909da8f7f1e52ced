import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { SessionId, UserName } from "../domain/ids.ts";
import { createSessions, sessionIdleMs, sessionLifeMs } from "./sessions.ts";

const anna = UserName("anna-ünï");
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

onEveryTable("sessions", (newGround) => {
  test("a token opens its session, and only it", async () => {
    const sessions = createSessions(newGround());
    const { session, token } = await sessions.create(anna, "Firefox on Linux");
    expect(await sessions.find(token)).toEqual(session);
    expect(session).toMatchObject({ user: anna, device: "Firefox on Linux" });
    const flipped = token.endsWith("A") ? "B" : "A";
    for (const wrong of [
      "",
      "x",
      `${token}x`,
      token.slice(0, -1) + flipped,
      token.replace(/^[^.]+/, "YmVu"),
      `.${token}`,
    ])
      expect(await sessions.find(wrong)).toBeUndefined();
  });

  test("the token is nowhere in what is stored", async () => {
    const ground = newGround();
    const { token } = await createSessions(ground).create(anna);
    const secret = token.split(".")[1] ?? "";
    const { items } = await ground.table.query({ pk: `USER#${anna}` });
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain(secret);
  });

  test("a session that is used goes on; one that is not ends after thirty days", async () => {
    const { clock, ...ground } = newGround();
    const sessions = createSessions({ clock, ...ground });
    const used = await sessions.create(anna);
    const unused = await sessions.create(anna);
    for (let day = 0; day < 40; day += 10) {
      clock.advance(10 * dayMs);
      expect(await sessions.find(used.token)).toBeDefined();
    }
    expect(await sessions.find(unused.token)).toBeUndefined();
    clock.advance(sessionIdleMs);
    expect(await sessions.find(used.token)).toBeUndefined();
  });

  test("after a hundred and eighty days a session ends however much it is used", async () => {
    const { clock, ...ground } = newGround();
    const sessions = createSessions({ clock, ...ground });
    const { token } = await sessions.create(anna);
    for (let at = dayMs; at < sessionLifeMs; at += dayMs) {
      clock.advance(dayMs);
      expect(await sessions.find(token)).toBeDefined();
    }
    clock.advance(dayMs);
    expect(await sessions.find(token)).toBeUndefined();
  });

  test("use is written down once an hour, not at every request", async () => {
    const { clock, table, ...ground } = newGround();
    let writes = 0;
    const counting = {
      ...table,
      put: (...write: Parameters<typeof table.put>) => {
        writes++;
        return table.put(...write);
      },
    };
    const sessions = createSessions({ ...ground, clock, table: counting });
    const { token } = await sessions.create(anna);
    for (let minute = 0; minute < 120; minute++) {
      clock.advance(60_000);
      await sessions.find(token);
    }
    expect(writes).toBe(3);
  });

  test("revoking one ends one; revoking all spares the one that asks", async () => {
    const sessions = createSessions(newGround());
    const [one, two, three] = [
      await sessions.create(anna),
      await sessions.create(anna),
      await sessions.create(anna),
    ];
    const ben = await sessions.create(UserName("ben"));
    expect(await sessions.revoke(anna, one.session.id)).toBe(true);
    expect(await sessions.revoke(anna, one.session.id)).toBe(false);
    expect(await sessions.revoke(anna, SessionId("none"))).toBe(false);
    expect(await sessions.find(one.token)).toBeUndefined();
    await sessions.revokeAll(anna, two.session.id);
    expect(await sessions.find(two.token)).toBeDefined();
    expect(await sessions.find(three.token)).toBeUndefined();
    await sessions.revokeAll(anna);
    expect(await sessions.of(anna)).toEqual([]);
    expect(await sessions.find(ben.token)).toBeDefined();
  });

  test("a session that is revoked while it is being used does not come back", async () => {
    const { clock, table, ...ground } = newGround();
    let betweenReadAndWrite = async () => {};
    const slow = {
      ...table,
      put: async (...write: Parameters<typeof table.put>) => {
        await betweenReadAndWrite();
        return table.put(...write);
      },
    };
    const sessions = createSessions({ ...ground, clock, table: slow });
    const { session, token } = await sessions.create(anna);
    clock.advance(2 * hourMs);
    betweenReadAndWrite = async () => void (await sessions.revoke(anna, session.id));
    await sessions.find(token);
    expect(await sessions.find(token)).toBeUndefined();
  });
});
