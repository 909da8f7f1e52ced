import type { SessionId, UserName } from "../../domain/ids.ts";
import type { Passwords } from "../../ports/passwords.ts";
import type { ApiTokens } from "../../stores/api-tokens.ts";
import type { LoginThrottle } from "../../stores/login-throttle.ts";
import type { Sessions } from "../../stores/sessions.ts";
import type { Users } from "../../stores/users.ts";

type Deps = {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly apiTokens: ApiTokens;
  readonly passwords: Passwords;
  readonly loginThrottle: LoginThrottle;
};

export type PasswordChanged =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: "wrong-name-or-password" | "changed-meanwhile" }
  | { readonly ok: false; readonly why: "too-many-tries"; readonly retryAfterMs: number };

/**
 * Changes a person's own password. The current one is asked for and guessing it slowed down, because whoever found an open
 * browser has no business keeping it. All other sessions and all tokens end.
 */
export async function changeOwnPassword(
  deps: Deps,
  asked: {
    readonly name: UserName;
    readonly address: string;
    readonly current: string;
    readonly next: string;
    /** The session that stays. */
    readonly keep?: SessionId | undefined;
  },
): Promise<PasswordChanged> {
  const { name } = asked;
  const admission = await deps.loginThrottle.attempt(name, asked.address);
  if (!admission.ok) return { ok: false, why: "too-many-tries", retryAfterMs: admission.retryAfterMs };
  const found = await deps.users.get(name);
  const right = await deps.passwords.verify(asked.current, found?.value.passwordHash);
  if (found === undefined || !right) return { ok: false, why: "wrong-name-or-password" };
  const passwordHash = await deps.passwords.hash(asked.next);
  if (!(await deps.users.save({ ...found.value, passwordHash }, found.version)).ok)
    return { ok: false, why: "changed-meanwhile" };
  await deps.loginThrottle.succeeded(name);
  await deps.sessions.revokeAll(name, asked.keep);
  await deps.apiTokens.revokeAll(name);
  return { ok: true };
}
