import { SessionId, type UserName } from "../../domain/ids.ts";
import type { Sessions } from "../../stores/sessions.ts";

/** Ends a session for good: its cookie is worth nothing from now on, wherever a copy of it may be. */
export async function signOut(
  deps: { readonly sessions: Sessions },
  caller: { readonly name: UserName; readonly id: string },
): Promise<void> {
  await deps.sessions.revoke(caller.name, SessionId(caller.id));
}
