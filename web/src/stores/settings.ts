import type { Health } from "../../../src/http/schema/health.ts";
import type { Settings, SettingsChange } from "../../../src/http/schema/settings.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { createResource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";
import { showFailure, showToast } from "./toasts.ts";

/** What can be set, with what holds now. */
export const settings = createResource<Settings>(() => request("GET", "/api/settings"));

/** How the installation is doing. */
export const health = createResource<Health>(() => request("GET", "/api/health"));

/** Admins only. Throws `ApiFailure`. */
export async function changeSettings(change: SettingsChange): Promise<void> {
  settings.value.value = await request<Settings>("PATCH", "/api/settings", { body: change });
}

/** How long history is kept, at once, with a way back. */
export async function keepHistory(
  wanted: Partial<Settings["history"]>,
  before: Partial<Settings["history"]>,
): Promise<void> {
  try {
    await changeSettings({ history: wanted });
    const undo = { label: "Undo", run: () => void keepHistory(before, wanted) };
    showToast({ tone: "good", text: "That holds from now on.", action: undo });
  } catch (thrown) {
    showFailure(thrown);
    settings.refresh();
  }
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
