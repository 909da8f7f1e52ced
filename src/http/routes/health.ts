import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Clock } from "../../ports/clock.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute, jsonOf } from "../define-route.ts";
import { type AccountHealth, Health } from "../schema/health.ts";

export type HealthDeps = {
  readonly version: string;
  /** What stands behind the ports, for people: `sqlite`, `folder` … */
  readonly kinds: { readonly store: string; readonly audio: string };
  readonly startedAtMs: number;
  readonly clock: Clock;
  /** How each linked family's connection does. */
  readonly accountsHealth: () => Promise<readonly AccountHealth[]>;
  /** How many pieces of long work nobody could do; absent where none can get lost. */
  readonly deadJobs?: (() => Promise<number | undefined>) | undefined;
  readonly demo?: { readonly pretendUrl: URL } | undefined;
};

const health = defineRoute("anyone", {
  method: "get",
  path: "/api/health",
  tags: ["Health"],
  summary: "Whether everything works; no login needed, no secrets told",
  responses: { 200: jsonOf(Health, "How it is going") },
});

/** Health, for people, monitors and the start script. */
export function healthRoutes(app: OpenAPIHono<AppEnv>, deps: HealthDeps): void {
  app.openapi(health, async (c) => {
    const [accounts, deadJobs] = await Promise.all([deps.accountsHealth(), deps.deadJobs?.()]);
    const troubled = accounts.some(({ state }) => state === "link-again" || state === "unavailable");
    const lastEventAtMs = Math.max(...accounts.map((each) => each.lastEventAtMs ?? 0), 0);
    c.header("Cache-Control", "no-store");
    return c.json(
      {
        status: troubled || (deadJobs ?? 0) > 0 ? ("degraded" as const) : ("ok" as const),
        version: deps.version,
        store: deps.kinds.store,
        audio: deps.kinds.audio,
        yoto: {
          linked: accounts.length > 0,
          linkAgain: accounts.some(({ state }) => state === "link-again"),
          mqtt: mqttOf(accounts),
          lastEventAt: lastEventAtMs === 0 ? null : new Date(lastEventAtMs).toISOString(),
          accounts: [...accounts],
        },
        ...(deadJobs !== undefined && { deadJobs }),
        uptimeSeconds: Math.floor((deps.clock.nowMs() - deps.startedAtMs) / 1000),
        ...(deps.demo === undefined ? {} : { demo: { pretendUrl: deps.demo.pretendUrl.origin } }),
      },
      200,
    );
  });
}

function mqttOf(accounts: readonly AccountHealth[]) {
  if (accounts.some(({ state }) => state === "connected")) return "connected" as const;
  return accounts.some(({ state }) => state === "connecting" || state === "unavailable")
    ? ("connecting" as const)
    : ("off" as const);
}
