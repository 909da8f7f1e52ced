import type { KnownCaller } from "../usecases/people/find-caller.ts";

/** What hono carries per request. `incoming` is node's own request where there is one. */
export type AppEnv = {
  Bindings: {
    incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } };
    /** Told by a process in front of the app (Lambda) that knows better than the socket. */
    clientAddress?: string;
  };
  Variables: { requestId: string; caller: KnownCaller | undefined };
};
