import type { UserName } from "../../domain/ids.ts";
import type { Session } from "../../domain/session.ts";
import type { User } from "../../domain/user.ts";
import type { Passwords } from "../../ports/passwords.ts";
import type { LoginThrottle } from "../../stores/login-throttle.ts";
import type { Sessions } from "../../stores/sessions.ts";
import type { Users } from "../../stores/users.ts";

type Deps = {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly loginThrottle: LoginThrottle;
};

export type SignedIn =
  | { readonly ok: true; readonly user: User; readonly session: Session; readonly token: string }
  | { readonly ok: false; readonly why: "wrong-name-or-password" }
  | { readonly ok: false; readonly why: "too-many-tries"; readonly retryAfterMs: number };

/** Signs a person in. Takes as long for a name that is not there as for a wrong password, and says as little. Slowed down per name and address. */
export async function signIn(
  deps: Deps,
  asked: {
    readonly name: UserName;
    readonly password: string;
    readonly address: string;
    readonly device?: string;
  },
): Promise<SignedIn> {
  const admission = await deps.loginThrottle.attempt(asked.name, asked.address);
  if (!admission.ok) return { ok: false, why: "too-many-tries", retryAfterMs: admission.retryAfterMs };
  const found = await deps.users.get(asked.name);
  const user = found?.value;
  const right = await deps.passwords.verify(asked.password, user?.passwordHash);
  if (user === undefined || !right) return { ok: false, why: "wrong-name-or-password" };
  await deps.loginThrottle.succeeded(user.name);
  let known = user.passwordHash;
  if (found !== undefined && deps.passwords.isStale(known)) {
    // Hashed long ago with less work than we ask for now; only this moment knows the password.
    const passwordHash = await deps.passwords.hash(asked.password);
    if ((await deps.users.save({ ...user, passwordHash }, found.version)).ok) known = passwordHash;
  }
  const { session, token } = await deps.sessions.create(user.name, asked.device);
  // A new password ends all sessions that there are; one that was being made in that moment must not outlive it.
  const now = (await deps.users.get(user.name))?.value.passwordHash;
  if (now !== known && !(await deps.passwords.verify(asked.password, now))) {
    await deps.sessions.revoke(user.name, session.id);
    return { ok: false, why: "wrong-name-or-password" };
  }
  return { ok: true, user, session, token };
}
