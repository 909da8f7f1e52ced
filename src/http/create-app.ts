import { OpenAPIHono, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import type { Chance } from "../ports/chance.ts";
import type { Log } from "../ports/log.ts";
import { findCaller } from "../usecases/people/find-caller.ts";
import { answerErrors, answerNotFound } from "./answer-errors.ts";
import type { AppEnv } from "./app-env.ts";
import { type DeferredRouteDeps, deferredRoutes } from "./deferred-routes.ts";
import { createLiveFeed } from "./live/live-feed.ts";
import { createSessionEnds } from "./live/session-ends.ts";
import { describeApi } from "./openapi/describe-api.ts";
import { refuse } from "./refuse.ts";
import { refuseMisfit } from "./refuse-fields.ts";
import { type EventDeps, eventRoutes } from "./routes/events.ts";
import { type HealthDeps, healthRoutes } from "./routes/health.ts";
import { type PlayerDeps, playerRoutes } from "./routes/players.ts";
import { probeSlotRoutes } from "./routes/probe-slots.ts";
import { type SessionDeps, sessionRoutes } from "./routes/session.ts";
import { type SlotDeps, slotRoutes } from "./routes/slots.ts";
import { schemaWords } from "./schema-words.ts";
import { sameSiteWrites } from "./security/same-site-writes.ts";
import { securityHeaders } from "./security/security-headers.ts";
import { createSetUpGate } from "./security/set-up-gate.ts";
import { type Shown, whoAsks } from "./security/signed-in.ts";
import { type WebFiles, webRoutes } from "./web-files.ts";

/** Everything the app needs. What it makes for itself (throttle, gate, live feed) is left out. */
export type AppDeps = Omit<SessionDeps, "setUpGate" | "sessionEnds"> &
  Omit<DeferredRouteDeps, "sessionEnds" | "findCaller"> &
  Omit<EventDeps, "feed" | "sessionEnds" | "findCaller"> &
  HealthDeps &
  PlayerDeps &
  SlotDeps & {
    readonly log: Log;
    readonly chance: Chance;
    /** Only this machine can reach the socket. */
    readonly boundToLoopback: boolean;
    /** The built web app; without it only the API answers. */
    readonly web?: WebFiles | undefined;
    /** Ends live connections when the process stops. */
    readonly signal: AbortSignal;
  };

/** No JSON that we take is larger; audio has its own cap. */
const jsonBytes = 1024 * 1024;

/** Where recordings, books and stories are sent to, or parts of them. */
const takesFiles = /^\/api\/(audio(\/uploads\/[a-z0-9]+\/parts\/\d+)?|books|stories\/import)$/;

/** Somebody's voice: capped where it is read. */
const leavesMessage = /^\/api\/mailbox\/[^/]+\/messages$/;
/** Where pictures are sent to, as they are. */
const takesPicture = /^\/api\/(icons(\/preview)?|cards\/[^/]+\/cover)$/;
const mostPictureBytes = 20 * 1024 * 1024;

/**
 * The whole HTTP side as one app, for node, for Lambda and for tests alike. Opens no socket. What is asked first
 * and most often stands here; all the rest is in `deferredRoutes`, which a process on Lambda loads when it is asked for.
 */
export function createApp(deps: AppDeps): OpenAPIHono<AppEnv> {
  // For the whole process: a route's schemas cannot be given words of their own.
  z.config({ customError: schemaWords });
  const app = new OpenAPIHono<AppEnv>({
    defaultHook: (result, c) => (result.success ? undefined : refuseMisfit(c, result.error)),
  });
  const sessionEnds = createSessionEnds();
  const setUpGate = createSetUpGate(deps);
  const feed = createLiveFeed(deps.liveUpdates, deps.chance.id(), deps.signal);

  const callers = { findCaller: (shown: Shown) => findCaller(deps, shown) };

  app.onError(answerErrors(deps.log));
  app.notFound(answerNotFound);
  app.use(async (c, next) => {
    c.set("requestId", deps.chance.id());
    c.set("caller", undefined);
    await next();
    c.res.headers.set("X-Request-Id", c.var.requestId);
  });
  // Before the headers for browsers: what players fetch may be heard from any page that knows the secret.
  probeSlotRoutes(app, deps);
  slotRoutes(app, deps);
  app.use(securityHeaders(deps.publicUrl, deps.demo?.pretendUrl));
  app.use("/api/*", setUpGate.guard, sameSiteWrites(deps.publicUrl), whoAsks(callers));
  const cap = bodyLimit({ maxSize: jsonBytes, onError: (c) => refuse(c, "too-large") });
  const pictureCap = bodyLimit({ maxSize: mostPictureBytes, onError: (c) => refuse(c, "too-large") });
  app.use("/api/*", (c, next) => {
    if (takesFiles.test(c.req.path) || leavesMessage.test(c.req.path)) return next();
    return takesPicture.test(c.req.path) ? pictureCap(c, next) : cap(c, next);
  });

  healthRoutes(app, deps);
  sessionRoutes(app, { ...deps, sessionEnds, setUpGate });
  playerRoutes(app, deps);
  eventRoutes(app, { ...deps, ...callers, feed, sessionEnds });
  deferredRoutes(app, { ...deps, ...callers, sessionEnds });
  describeApi(app, deps.version);
  if (deps.web !== undefined) webRoutes(app, deps.web);
  return app;
}
