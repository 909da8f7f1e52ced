import type { UserName } from "../../domain/ids.ts";
import type { Role, User } from "../../domain/user.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Passwords } from "../../ports/passwords.ts";
import type { ApiTokens } from "../../stores/api-tokens.ts";
import type { Leases } from "../../stores/leases.ts";
import type { Sessions } from "../../stores/sessions.ts";
import type { Users } from "../../stores/users.ts";

export type PersonDeps = {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly apiTokens: ApiTokens;
  readonly passwords: Passwords;
  readonly leases: Leases;
  readonly clock: Clock;
};

export type PersonChanged =
  | { readonly ok: true; readonly user: User }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" | "last-admin" };

/** Registers a person; `undefined` when the name is taken. */
export async function addPerson(
  deps: PersonDeps,
  wanted: { readonly name: UserName; readonly password: string; readonly role: Role },
): Promise<User | undefined> {
  const { name, password, role } = wanted;
  const passwordHash = await deps.passwords.hash(password);
  const user: User = { name, role, passwordHash, createdAtMs: deps.clock.nowMs() };
  if (!(await deps.users.create(user)).ok) return undefined;
  // Whoever had the name before may have left something open.
  await signOutEverywhere(deps, name);
  return user;
}

/** Changes a role or a password; a new password ends the person's sessions and tokens. One admin always stays. */
export async function changePerson(
  deps: PersonDeps,
  name: UserName,
  change: { readonly role?: Role | undefined; readonly password?: string | undefined },
): Promise<PersonChanged> {
  const passwordHash = change.password === undefined ? undefined : await deps.passwords.hash(change.password);
  return guarded(deps, name, change.role === "member", async () => {
    const found = await deps.users.get(name);
    if (found === undefined) return { ok: false, why: "not-found" };
    const user: User = {
      ...found.value,
      role: change.role ?? found.value.role,
      passwordHash: passwordHash ?? found.value.passwordHash,
    };
    if (!(await deps.users.save(user, found.version)).ok) return { ok: false, why: "changed-meanwhile" };
    if (passwordHash !== undefined) await signOutEverywhere(deps, name);
    return { ok: true, user };
  });
}

/** Removes a person, sessions and tokens first. One admin always stays. */
export async function removePerson(deps: PersonDeps, name: UserName): Promise<PersonChanged> {
  return guarded(deps, name, true, async () => {
    const found = await deps.users.get(name);
    if (found === undefined) return { ok: false, why: "not-found" };
    await signOutEverywhere(deps, name);
    await deps.users.delete(name);
    return { ok: true, user: found.value };
  });
}

async function signOutEverywhere({ sessions, apiTokens }: PersonDeps, name: UserName): Promise<void> {
  await sessions.revokeAll(name);
  await apiTokens.revokeAll(name);
}

/** What could leave the house without an admin happens one at a time. */
async function guarded(
  deps: PersonDeps,
  name: UserName,
  couldBeLast: boolean,
  change: () => Promise<PersonChanged>,
): Promise<PersonChanged> {
  if (!couldBeLast) return change();
  const leased = await deps.leases.take("admins", `${name}@${deps.clock.nowMs()}`, 10_000);
  if (!leased.ok) return { ok: false, why: "changed-meanwhile" };
  try {
    return (await isLastAdmin(deps.users, name)) ? { ok: false, why: "last-admin" } : await change();
  } finally {
    await deps.leases.release(leased.lease);
  }
}

async function isLastAdmin(users: Users, name: UserName): Promise<boolean> {
  if ((await users.get(name))?.value.role !== "admin") return false;
  let cursor: string | undefined;
  do {
    const page = await users.list({ limit: 500, ...(cursor === undefined ? {} : { cursor }) });
    if (page.records.some(({ value }) => value.role === "admin" && value.name !== name)) return false;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return true;
}
