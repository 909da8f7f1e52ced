import { Hono } from "hono";
import type { Broker } from "../broker/broker.ts";
import type { Cloud } from "../cloud.ts";
import type { ControlledPlayer } from "../device-wire.ts";
import type { Device } from "../store/devices.ts";

/** What the control API steers besides the cloud's own records. */
export type Control = {
  readonly broker: Omit<Broker, "upgrade" | typeof Symbol.asyncDispose>;
  readonly players: Map<string, ControlledPlayer>;
  /** `undefined` when this cloud cannot make players. */
  readonly makePlayer: (device: Device) => Promise<ControlledPlayer | undefined>;
};

export function controlRoutes(_cloud: Cloud, _control: Control): Hono {
  return new Hono();
}
