import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { cors } from "hono/cors";
import { activateRoutes } from "./auth/activate-routes.ts";
import { authorizeRoutes } from "./auth/authorize-routes.ts";
import { isHome } from "./auth/clients.ts";
import { createDeviceCodes } from "./auth/device-codes.ts";
import { openidRoutes } from "./auth/openid-routes.ts";
import { createSessions } from "./auth/sessions.ts";
import { tokenRoutes } from "./auth/token-routes.ts";
import type { Cloud } from "./cloud.ts";
import { type Control, controlRoutes } from "./control/control-routes.ts";
import { contentRoutes } from "./rest/content-routes.ts";
import { deviceRoutes } from "./rest/device-routes.ts";
import { groupRoutes } from "./rest/group-routes.ts";
import { iconRoutes } from "./rest/icon-routes.ts";
import { imageRoutes } from "./rest/image-routes.ts";
import { labsRoutes } from "./rest/labs-routes.ts";
import { libraryRoutes } from "./rest/library-routes.ts";
import { mediaRoutes } from "./rest/media-routes.ts";
import { Refused, refusal } from "./rest/refused.ts";
import { uploadRoutes } from "./rest/upload-routes.ts";
import { wire } from "./wire.ts";

/** All HTTP of the pretend cloud as one app; the hosts of the real one are paths here. */
export function createCloudApp(cloud: Cloud, control: Control): Hono<{ Bindings: HttpBindings }> {
  const sessions = createSessions(cloud);
  const deviceCodes = createDeviceCodes(cloud);
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.use(wire(cloud));
  // Apps in a browser may use the API from anywhere; the control API only from pages of this machine or home network.
  const crossOrigin = cors({
    origin: (from, c) => {
      if (!c.req.path.startsWith("/_pretend")) return "*";
      return URL.canParse(from) && isHome(new URL(from)) ? from : "";
    },
    exposeHeaders: ["ETag", "Retry-After", "Content-Range"],
    maxAge: 600,
  });
  app.use((c, next) => (/^\/(authorize|activate|u)(\/|$)/.test(c.req.path) ? next() : crossOrigin(c, next)));
  app.route("/", controlRoutes(cloud, control));
  app.route("/", authorizeRoutes({ ...cloud, sessions }));
  app.route("/", tokenRoutes({ ...cloud, deviceCodes }));
  app.route("/", activateRoutes({ ...cloud, sessions, deviceCodes }));
  app.route("/", openidRoutes({ ...cloud, sessions }));
  app.route("/", deviceRoutes(cloud));
  app.route("/", groupRoutes(cloud));
  app.route("/", libraryRoutes(cloud));
  app.route("/", contentRoutes(cloud));
  app.route("/", uploadRoutes(cloud));
  app.route("/", iconRoutes(cloud));
  app.route("/", imageRoutes(cloud));
  app.route("/", labsRoutes(cloud));
  app.route("/", mediaRoutes(cloud));

  app.notFound((c) =>
    refusal(c, { status: 404, code: "not-found", message: `No route ${c.req.method} ${c.req.path}` }),
  );
  app.onError((error, c) => {
    if (error instanceof Refused) return refusal(c, error);
    // A mistake of ours: shown whole, there is nobody to hide it from.
    return refusal(c, { status: 500, code: "internal-error", message: String(error.stack ?? error) });
  });
  return app;
}
