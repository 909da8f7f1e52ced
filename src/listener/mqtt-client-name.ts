import type { Chance } from "../ports/chance.ts";

/** A name that nobody else connects under: the broker ends the older of two connections with one name. */
export function mqttClientName(chance: Chance): string {
  return `YSS${chance.id().replace(/[^A-Za-z0-9]/g, "")}`;
}
