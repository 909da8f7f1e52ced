import type { Health } from "../../../src/http/schema/health.ts";
import type { Settings, SettingsChange } from "../../../src/http/schema/settings.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { createResource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";

/** What can be set, with what holds now. */
export const settings = createResource<Settings>(() => request("GET", "/api/settings"));

/** How the installation is doing. */
export const health = createResource<Health>(() => request("GET", "/api/health"));

/** Admins only. Throws `ApiFailure`. */
export async function changeSettings(change: SettingsChange): Promise<void> {
  settings.value.value = await request<Settings>("PATCH", "/api/settings", { body: change });
}

onLive("settings", settings.refresh);
onLive("hello", () => {
  settings.refresh();
  health.refresh();
});
forgetOnSignOut(() => {
  settings.forget();
  health.forget();
});
