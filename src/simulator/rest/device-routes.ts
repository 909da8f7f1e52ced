import { Hono } from "hono";
import type { Cloud } from "../cloud.ts";
import { configChangedTopic } from "../device-wire.ts";
import { hex } from "../store/accounts.ts";
import { firmwareDefaults } from "../store/device-config.ts";
import { type Device, modelFacts } from "../store/devices.ts";
import { callerOf, deviceOf, ownDevice } from "./caller.ts";
import { deviceView, legacyStatus } from "./device-view.ts";
import { badRequest, forbidden, jsonObject } from "./refused.ts";

type Deps = Pick<
  Cloud,
  "accounts" | "devices" | "tokens" | "switches" | "publish" | "clock" | "chance" | "journal"
>;

/**
 * `/device-v2/*`: the list, config (PUT replaces all of it), shortcuts, the retired status and the status trigger.
 * @see https://yoto.dev/api/getdevices/
 */
export function deviceRoutes(deps: Deps): Hono {
  const { devices, switches, publish, clock, chance } = deps;
  const app = new Hono();

  const tellPlayer = (device: Device) =>
    publish(configChangedTopic(device.deviceId), { updatedAt: new Date(clock.nowMs()).toISOString() });

  app.get("/device-v2/devices/mine", async (c) => {
    const account = await callerOf(deps, c, "family:devices:view");
    return c.json({
      devices: devices.ofFamily(account.familyId).map((device) => ({
        deviceId: device.deviceId,
        name: device.name,
        description: device.description,
        online: device.online,
        releaseChannel: "general",
        ...modelFacts(device.model),
        hasUserGivenName: device.hasUserGivenName,
      })),
    });
  });

  app.get("/device-v2/:id/config", async (c) => {
    const self = deviceOf(deps, c);
    const id = c.req.param("id");
    if (self !== undefined) {
      if (self.deviceId !== id) throw forbidden("A player reads its own config only.");
      return c.json({ device: deviceView(self) });
    }
    const account = await callerOf(deps, c, "family:devices:manage");
    return c.json({ device: deviceView(ownDevice(deps, account, id)) });
  });

  app.put("/device-v2/:id/config", async (c) => {
    const account = await callerOf(deps, c, "family:devices:manage");
    const device = ownDevice(deps, account, c.req.param("id"));
    const { name, config, deviceId } = await jsonObject(c);
    if (deviceId !== undefined && deviceId !== device.deviceId)
      throw badRequest("body.deviceId: does not match the address");
    if (typeof config !== "object" || config === null || Array.isArray(config))
      throw badRequest("body.config: Invalid input: expected object");
    if (name !== undefined && typeof name !== "string")
      throw badRequest(`body.name: Invalid input: expected string, received ${typeof name}`);
    device.config = { ...firmwareDefaults, ...config };
    if (name !== undefined) {
      device.name = name;
      device.hasUserGivenName = true;
    }
    tellPlayer(device);
    return c.json({ status: "ok" });
  });

  app.put("/device-v2/:id/shortcuts", async (c) => {
    const account = await callerOf(deps, c, "family:devices:manage");
    const device = ownDevice(deps, account, c.req.param("id"));
    const { shortcuts } = await jsonObject(c);
    const modes = isObject(shortcuts) ? shortcuts["modes"] : undefined;
    if (!isObject(shortcuts) || !isObject(modes))
      throw badRequest("body.shortcuts.modes: Invalid input: expected object");
    device.shortcuts = { ...shortcuts, modes, versionId: String(shortcuts["versionId"] ?? hex(chance, 12)) };
    tellPlayer(device);
    return c.json({ status: "ok" });
  });

  app.get("/device-v2/:id/shortcuts", async (c) => {
    await callerOf(deps, c);
    throw forbidden("Forbidden");
  });

  app.get("/device-v2/:id/status", async (c) => {
    const account = await callerOf(deps, c);
    const device = ownDevice(deps, account, c.req.param("id"));
    if (!switches.deviceStatusAnswers)
      throw forbidden("This endpoint is no longer available to third parties.");
    return c.json(legacyStatus(device));
  });

  app.post("/device-v2/:id/command/:name{.+}", async (c) => {
    const account = await callerOf(deps, c, "family:devices:control");
    const device = ownDevice(deps, account, c.req.param("id"));
    const body = await jsonObject(c);
    const name = c.req.param("name");
    const payload = name === "status" ? { requestId: hex(chance, 32), ...body } : body;
    publish(`device/${device.deviceId}/command/${name}`, payload);
    return c.json({ status: "ok" });
  });

  return app;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
