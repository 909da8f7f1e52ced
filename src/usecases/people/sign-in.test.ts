import { expect, test } from "vitest";
import { seededChance } from "../../adapters/memory/chance.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import { createPasswords } from "../../adapters/passwords/passwords.ts";
import { UserName } from "../../domain/ids.ts";
import { createApiTokens } from "../../stores/api-tokens.ts";
import { createLeases } from "../../stores/leases.ts";
import { createLoginThrottle } from "../../stores/login-throttle.ts";
import { createSessions } from "../../stores/sessions.ts";
import { createUsers } from "../../stores/users.ts";
import { addPerson, changePerson, removePerson } from "./change-person.ts";
import { signIn } from "./sign-in.ts";

const name = UserName("ben");
const asked = { name, password: "the old one of Ben", address: "192.0.2.1" };

async function aHouse() {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const table = createMemoryTable(clock);
  const parts = { table, clock, chance: seededChance(1) };
  const passwords = createPasswords({ memoryKib: 8, passes: 1, lanes: 1 });
  const deps = {
    clock,
    passwords,
    users: createUsers(table),
    sessions: createSessions(parts),
    apiTokens: createApiTokens(parts),
    loginThrottle: createLoginThrottle(parts),
    leases: createLeases(parts),
  };
  await addPerson(deps, { name, password: asked.password, role: "member" });
  /** Something that happens while the password is being looked at. */
  const whileLooking = (act: () => Promise<unknown>) => ({
    ...deps,
    passwords: {
      ...passwords,
      verify: async (password: string, hash: string | undefined) => {
        const right = await passwords.verify(password, hash);
        await act();
        return right;
      },
    },
  });
  return { deps, whileLooking };
}

test("who signs in with the old password while a new one is set is not let in", async () => {
  const { deps, whileLooking } = await aHouse();
  const changing = whileLooking(() => changePerson(deps, name, { password: "the new one of Ben" }));
  expect(await signIn(changing, asked)).toEqual({ ok: false, why: "wrong-name-or-password" });
  expect(await deps.sessions.of(name)).toEqual([]);
  expect((await signIn(deps, { ...asked, password: "the new one of Ben" })).ok).toBe(true);
});

test("who signs in while being removed is not let in, and opens nothing of somebody who gets the name later", async () => {
  const { deps, whileLooking } = await aHouse();
  const removing = whileLooking(() => removePerson(deps, name));
  expect(await signIn(removing, asked)).toEqual({ ok: false, why: "wrong-name-or-password" });
  expect(await deps.sessions.of(name)).toEqual([]);
});

test("a new person begins with nothing that an earlier one of this name has left open", async () => {
  const { deps } = await aHouse();
  await deps.users.delete(name);
  const { token } = await deps.sessions.create(name);
  await addPerson(deps, { name, password: "somebody else's", role: "admin" });
  expect(await deps.sessions.find(token)).toBeUndefined();
});
