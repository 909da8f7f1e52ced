import type { YotoCardId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import type { Alarm } from "./alarm.ts";

/** What can be set on a player, in plain types; absent means that Yoto did not tell. */
export type PlayerSettings = {
  readonly alarms?: readonly Alarm[];
  /** `#rrggbb`; `#0` is off. */
  readonly dayColour?: string;
  readonly nightColour?: string;
  /** 0–100. */
  readonly dayBrightness?: "auto" | number;
  readonly nightBrightness?: "auto" | number;
  readonly dimBrightness?: "auto" | number;
  readonly dimAfterSeconds?: number;
  /** `HH:MM`: when day and night mode begin. */
  readonly dayStartsAt?: string;
  readonly nightStartsAt?: string;
  /** `{cardId}/{chapterKey}/{trackKey}` or `0`: what the right button starts while nothing plays, first and second press. */
  readonly dayFirstPress?: string;
  readonly daySecondPress?: string;
  readonly nightFirstPress?: string;
  readonly nightSecondPress?: string;
  /** 0–16: the loudest a child can turn it. */
  readonly dayMaxVolumeSteps?: number;
  readonly nightMaxVolumeSteps?: number;
  readonly daySoundsOff?: boolean;
  readonly nightSoundsOff?: boolean;
  readonly headphonesVolumeLimited?: boolean;
  readonly systemVolumePercent?: number;
  readonly volumeLevel?: string;
  readonly bluetoothEnabled?: boolean;
  readonly bluetoothHeadphonesEnabled?: boolean;
  readonly powerButtonPauses?: boolean;
  readonly volumeDownPauses?: boolean;
  readonly repeatAll?: boolean;
  readonly shutdownAfterSeconds?: number;
  readonly clockFace?: string;
  readonly hourFormat?: "12" | "24";
  readonly locale?: string;
  readonly timezone?: string;
  readonly logLevel?: string;
  readonly showDiagnostics?: boolean;
};

/**
 * A player's whole configuration. Yoto replaces all of it on every write, so what we do not know, or could not read, travels
 * along in `asWritten`.
 */
export type PlayerConfig = {
  readonly settings: PlayerSettings;
  /** What Yoto wrote; leave it as it came. */
  readonly asWritten: JsonObject;
};

/** What one press of the right button starts while no card plays. */
export type Shortcut =
  | {
      readonly plays: "track";
      readonly yotoCardId: YotoCardId;
      readonly chapterKey: string;
      readonly trackKey: string;
    }
  | { readonly plays: "something-else"; readonly asWritten: JsonObject };

/** Shortcuts by mode; the position in the list is the number of presses. */
export type Shortcuts = {
  readonly day: readonly Shortcut[];
  readonly night: readonly Shortcut[];
  /** What Yoto wrote; leave it as it came. */
  readonly asWritten?: JsonObject;
};
