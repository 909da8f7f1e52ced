import type { UserName } from "../domain/ids.ts";
import type { Role } from "./schema/session.ts";

/** Who asks: a person in a browser with a session, or a program with a token. */
export type Caller = {
  readonly name: UserName;
  readonly role: Role;
  readonly by: "session" | "api-token";
  /** Of the session or token; for a session, the key of its live connections. */
  readonly id: string;
  readonly expiresAtMs: number;
};

/** What hono carries per request. `incoming` is node's own request where there is one. */
export type AppEnv = {
  Bindings: {
    incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } };
    /** Told by a process in front of the app (Lambda) that knows better than the socket. */
    clientAddress?: string;
  };
  Variables: { requestId: string; caller: Caller | undefined };
};
