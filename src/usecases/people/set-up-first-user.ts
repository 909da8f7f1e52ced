import type { UserName } from "../../domain/ids.ts";
import type { Session } from "../../domain/session.ts";
import type { User } from "../../domain/user.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Passwords } from "../../ports/passwords.ts";
import type { Sessions } from "../../stores/sessions.ts";
import type { Setup } from "../../stores/setup.ts";
import type { Users } from "../../stores/users.ts";

type Deps = {
  readonly setup: Setup;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly clock: Clock;
};

export type FirstUser =
  | { readonly ok: true; readonly user: User; readonly session: Session; readonly token: string }
  | { readonly ok: false; readonly why: "already-set-up" | "set-up-link-needed" };

/**
 * Registers the first person, as an admin, and signs them in. `token` comes from the printed link; leave it out only where
 * nobody else can reach us. Of two who try at the same time one is refused.
 */
export async function setUpFirstUser(
  deps: Deps,
  asked: {
    readonly name: UserName;
    readonly password: string;
    readonly device?: string;
    readonly token?: string | undefined;
  },
): Promise<FirstUser> {
  const { setup, users } = deps;
  if (await setup.isDone()) return { ok: false, why: "already-set-up" };
  if (asked.token !== undefined && !(await setup.isOpenTo(asked.token)))
    return { ok: false, why: "set-up-link-needed" };
  const passwordHash = await deps.passwords.hash(asked.password);
  if (!(await setup.claim(asked.name, asked.token))) return { ok: false, why: "already-set-up" };
  const user: User = { name: asked.name, role: "admin", passwordHash, createdAtMs: deps.clock.nowMs() };
  const created = await users.create(user);
  if (!created.ok) {
    // A crash came between registering and finishing: whoever holds the claim is that person, with the password of now.
    const before = await users.get(user.name);
    if (before === undefined || !(await users.save(user, before.version)).ok)
      return { ok: false, why: "already-set-up" };
  }
  if (!(await setup.finish(user.name))) return { ok: false, why: "already-set-up" };
  const { session, token } = await deps.sessions.create(user.name, asked.device);
  return { ok: true, user, session, token };
}
