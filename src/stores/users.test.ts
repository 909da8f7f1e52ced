import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { UserName } from "../domain/ids.ts";
import type { User } from "../domain/user.ts";
import { createUsers } from "./users.ts";

const anna: User = { name: UserName("anna"), role: "admin", passwordHash: "$argon2id$…", createdAtMs: 1 };

onEveryTable("users", (newGround) => {
  test("a name is taken once, by the first", async () => {
    const users = createUsers(newGround().table);
    const answers = await Promise.all([1, 2, 3].map((createdAtMs) => users.create({ ...anna, createdAtMs })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await users.get(anna.name)).toMatchObject({ value: { role: "admin" }, version: 1 });
  });

  test("a change names the version it changed", async () => {
    const users = createUsers(newGround().table);
    await users.create(anna);
    const changed = { ...anna, passwordHash: "new" };
    expect(await users.save(changed, 1)).toEqual({ ok: true, version: 2 });
    expect(await users.save(anna, 1)).toEqual({ ok: false });
    expect((await users.get(anna.name))?.value).toEqual(changed);
  });

  test("they are listed by name, in pages", async () => {
    const users = createUsers(newGround().table);
    for (const name of ["zoe", "anna", "ben"]) await users.create({ ...anna, name: UserName(name) });
    const first = await users.list({ limit: 2 });
    expect(first.records.map(({ value }) => value.name)).toEqual(["anna", "ben"]);
    const rest = await users.list({ limit: 2, ...(first.cursor && { cursor: first.cursor }) });
    expect(rest.records.map(({ value }) => value.name)).toEqual(["zoe"]);
    expect(rest.cursor).toBeUndefined();
  });

  test("a deleted user is gone and the name is free", async () => {
    const users = createUsers(newGround().table);
    await users.create(anna);
    await users.delete(anna.name);
    expect(await users.get(anna.name)).toBeUndefined();
    expect((await users.list()).records).toEqual([]);
    expect(await users.create(anna)).toMatchObject({ ok: true });
  });
});
