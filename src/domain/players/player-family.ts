/** Generations of players that differ in what they can do (yoto-protocol §8). */
export type PlayerFamily = "v1" | "v2" | "v3" | "mini" | "unknown";

/** What a family of players can do; the screens offer nothing else. */
export type Capabilities = {
  readonly ambientLight: boolean;
  readonly lightSensor: boolean;
  readonly temperature: boolean;
  readonly nightLight: boolean;
};

/** Unknown families are treated as second-generation players (yoto-protocol §6.18). */
export function capabilitiesOf(family: PlayerFamily): Capabilities {
  switch (family) {
    case "v3":
      return { ambientLight: true, lightSensor: true, temperature: true, nightLight: true };
    case "mini":
      return { ambientLight: false, lightSensor: false, temperature: false, nightLight: false };
    case "v1":
    case "v2":
    case "unknown":
      return { ambientLight: true, lightSensor: false, temperature: false, nightLight: false };
  }
}
