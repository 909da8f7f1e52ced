import { useSignal } from "@preact/signals";
import type { PlayerSettings, PlayerSettingsChange } from "../../../src/http/schema/player-settings.ts";
import { ApiFailure } from "../api/api-failure.ts";
import { changeSettings } from "../stores/player-settings.ts";

/** What is set, with what somebody has changed on the screen and not saved yet laid over it. */
export type Draft = {
  readonly shown: PlayerSettings["settings"] & { readonly name: string };
  /** How many settings differ from what Yoto has. */
  readonly count: number;
  readonly busy: boolean;
  readonly failure: ApiFailure | undefined;
  set(change: PlayerSettingsChange): void;
  drop(): void;
  /** Never rejects. */
  save(): Promise<void>;
};

/** A draft over what Yoto has now; what was set back by hand is no longer a change. */
export function useDraft(playerId: string, now: PlayerSettings): Draft {
  const changed = useSignal<PlayerSettingsChange>({});
  const busy = useSignal(false);
  const failure = useSignal<ApiFailure | undefined>(undefined);
  const base: Readonly<Record<string, unknown>> = { ...now.settings, name: now.name };
  const differing = Object.fromEntries(
    Object.entries(changed.value).filter(([name, value]) => value !== undefined && value !== base[name]),
  ) as PlayerSettingsChange;
  const drop = () => {
    changed.value = {};
    failure.value = undefined;
  };
  return {
    shown: { ...now.settings, ...differing, name: differing.name ?? now.name },
    count: Object.keys(differing).length,
    busy: busy.value,
    failure: failure.value,
    set: (change) => {
      changed.value = { ...changed.value, ...change };
    },
    drop,
    save: async () => {
      busy.value = true;
      failure.value = undefined;
      try {
        await changeSettings(playerId, "PATCH", "/settings", differing);
        // What was changed while this was on its way is still to be saved.
        const sent: Readonly<Record<string, unknown>> = differing;
        changed.value = Object.fromEntries(
          Object.entries(changed.value).filter(([name, value]) => value !== sent[name]),
        ) as PlayerSettingsChange;
      } catch (thrown) {
        failure.value = ApiFailure.of(thrown);
      } finally {
        busy.value = false;
      }
    },
  };
}
