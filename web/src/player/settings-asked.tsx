import { settingsOf } from "../stores/player-settings.ts";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** Instead of settings that are not here yet: grey shapes, or why they do not come. */
export function SettingsAsked({ playerId }: { playerId: string }) {
  const { settings } = settingsOf(playerId);
  const failure = settings.failure.value;
  return failure === undefined ? (
    <Skeleton kind="card" count={2} label="Asking Yoto for the settings" />
  ) : (
    <ReadFailure failure={failure} again={settings.load} />
  );
}
