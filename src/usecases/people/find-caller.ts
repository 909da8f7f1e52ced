import type { UserName } from "../../domain/ids.ts";
import type { Role } from "../../domain/user.ts";
import type { ApiTokens } from "../../stores/api-tokens.ts";
import type { Sessions } from "../../stores/sessions.ts";
import type { Users } from "../../stores/users.ts";

type Deps = { readonly users: Users; readonly sessions: Sessions; readonly apiTokens: ApiTokens };

/** Somebody known: a person by a session, a program by a token, with the role that their user has now. */
export type KnownCaller = {
  readonly name: UserName;
  readonly role: Role;
  readonly by: "session" | "api-token";
  readonly id: string;
  /** `Number.MAX_SAFE_INTEGER` for a token without an end. */
  readonly expiresAtMs: number;
};

/** Who shows this token; `undefined` for a token that is unknown, over, or whose user is gone. */
export async function findCaller(
  deps: Deps,
  shown: { readonly by: "session" | "api-token"; readonly token: string },
): Promise<KnownCaller | undefined> {
  const found =
    shown.by === "session" ? await deps.sessions.find(shown.token) : await deps.apiTokens.find(shown.token);
  if (found === undefined) return undefined;
  const user = await deps.users.get(found.user);
  if (user === undefined) return undefined;
  return {
    name: user.value.name,
    role: user.value.role,
    by: shown.by,
    id: found.id,
    expiresAtMs: found.expiresAtMs ?? Number.MAX_SAFE_INTEGER,
  };
}
