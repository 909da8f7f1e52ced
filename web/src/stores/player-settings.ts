import type { Page } from "../../../src/http/schema/page.ts";
import type {
  PlayerSettings,
  PlayerSettingsChanged,
  SettingChange,
} from "../../../src/http/schema/player-settings.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";
import { createPagedList, type PagedList } from "./paged-list.ts";
import { createResource, type Resource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";
import { showFailure, showToast } from "./toasts.ts";

type OfPlayer = {
  readonly settings: Resource<PlayerSettings>;
  readonly changes: PagedList<SettingChange>;
};

const known = new Map<string, OfPlayer>();
/** Yoto is read, written and read again. */
const patienceMs = 60_000;

/** What is set on a player, and who changed it. */
export function settingsOf(playerId: string): OfPlayer {
  const before = known.get(playerId);
  if (before !== undefined) return before;
  const path = pathOf(playerId);
  const made = {
    settings: createResource<PlayerSettings>(() =>
      request("GET", `${path}/settings`, { signal: AbortSignal.timeout(patienceMs) }),
    ),
    changes: createPagedList<SettingChange>(({ limit, cursor }) =>
      request<Page<SettingChange>>("GET", pagePath(`${path}/changes`, { limit, cursor })),
    ),
  };
  known.set(playerId, made);
  return made;
}

/**
 * Sends a change of settings, alarms or buttons and shows what holds then. The word that it is done carries a way back. Throws
 * `ApiFailure`.
 */
export async function changeSettings(
  playerId: string,
  method: "PATCH" | "POST" | "PUT" | "DELETE",
  rest: string,
  body?: object,
): Promise<void> {
  const { settings, changes } = settingsOf(playerId);
  const done = await request<PlayerSettingsChanged>(method, pathOf(playerId) + rest, {
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(patienceMs),
  });
  settings.value.value = done.settings;
  changes.refresh();
  const { change } = done;
  showToast({
    tone: "good",
    text: change === undefined ? "It was so already" : change.undoes === undefined ? "Saved" : "Taken back",
    ...(change === undefined
      ? {}
      : { action: { label: "Undo", run: () => void undoChange(playerId, change.id) } }),
  });
}

/** Takes a change back and says what became of it. Never rejects. */
export async function undoChange(playerId: string, changeId: string): Promise<void> {
  try {
    await changeSettings(playerId, "POST", `/changes/${encodeURIComponent(changeId)}/undo`);
  } catch (thrown) {
    showFailure(thrown);
  }
}

const pathOf = (playerId: string) => `/api/players/${encodeURIComponent(playerId)}`;

onLive("player-settings", ({ playerId }) => {
  known.get(playerId)?.settings.refresh();
  known.get(playerId)?.changes.refresh();
});
forgetOnSignOut(() => known.clear());
