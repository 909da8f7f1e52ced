import type { UserName } from "../domain/ids.ts";
import type { Session } from "../domain/session.ts";
import type { User } from "../domain/user.ts";
import type { Clock } from "../ports/clock.ts";
import type { Passwords } from "../ports/passwords.ts";
import type { Leases } from "../stores/leases.ts";
import type { Sessions } from "../stores/sessions.ts";
import type { Users } from "../stores/users.ts";

type Deps = {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly leases: Leases;
  readonly clock: Clock;
};

export type FirstUser =
  | { readonly ok: true; readonly user: User; readonly session: Session; readonly token: string }
  | { readonly ok: false; readonly why: "already-set-up" };

/** Long enough for the list of users, which may lag a moment behind, to show the first one. */
const oneAtATimeMs = 30_000;

/** Whether nobody is registered yet. */
export async function isSetUpNeeded(users: Users): Promise<boolean> {
  return (await users.list({ limit: 1 })).records.length === 0;
}

/** Registers the first person, as an admin, and signs them in. Of two who try at the same time one is refused. */
export async function setUpFirstUser(
  deps: Deps,
  asked: { readonly name: UserName; readonly password: string; readonly device?: string },
): Promise<FirstUser> {
  const refused: FirstUser = { ok: false, why: "already-set-up" };
  const passwordHash = await deps.passwords.hash(asked.password);
  const leased = await deps.leases.take("first-user", asked.name, oneAtATimeMs);
  if (!leased.ok || !(await isSetUpNeeded(deps.users))) return refused;
  const user: User = { name: asked.name, role: "admin", passwordHash, createdAtMs: deps.clock.nowMs() };
  if (!(await deps.users.create(user)).ok) return refused;
  const { session, token } = await deps.sessions.create(user.name, asked.device);
  return { ok: true, user, session, token };
}
