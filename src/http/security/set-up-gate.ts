import type { Context, MiddlewareHandler } from "hono";
import type { Setup } from "../../stores/setup.ts";
import type { AppEnv } from "../app-env.ts";
import { refuse } from "../refuse.ts";
import { cameThroughProxy, saysLoopback } from "./request-origin.ts";

/** Who may register the first person. */
export type SetUpGate = {
  /** Whether this request needs the token: all do but direct ones to the loopback address of a server bound to it. */
  needsToken(c: Context<AppEnv>): boolean;
  /**
   * While nobody is registered and only loopback is listened on, refuses requests that name another host: a website whose
   * name was rebound to 127.0.0.1 would otherwise be "this machine".
   */
  readonly guard: MiddlewareHandler<AppEnv>;
};

/** The gate of one installation. */
export function createSetUpGate(deps: {
  readonly setup: Setup;
  readonly boundToLoopback: boolean;
  readonly publicUrl: URL;
}): SetUpGate {
  let everSetUp = false;
  const isPublicHost = (c: Context) => c.req.header("host")?.toLowerCase() === deps.publicUrl.host;
  return {
    needsToken: (c) => !(deps.boundToLoopback && saysLoopback(c) && !cameThroughProxy(c)),
    guard: async (c, next) => {
      if (everSetUp || !deps.boundToLoopback || saysLoopback(c) || isPublicHost(c)) return next();
      if (!(await deps.setup.isDone())) return refuse(c, "host-not-allowed");
      everSetUp = true;
      return next();
    },
  };
}
