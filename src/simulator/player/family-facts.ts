/** What sets one kind of Yoto player apart from another on the wire. */
export type FamilyFacts = {
  readonly productType: string;
  readonly firmware: string;
  readonly hasAmbientLight: boolean;
  readonly hasLightSensor: boolean;
  readonly hasTemperature: boolean;
  readonly totalDiskKiB: number;
  readonly batteryProfile: string;
  /** `powerSrc` while it charges. */
  readonly chargingSource: number;
};

const second: FamilyFacts = {
  productType: "v2",
  firmware: "v2.22.5",
  hasAmbientLight: true,
  hasLightSensor: false,
  hasTemperature: false,
  totalDiskKiB: 31_385_600,
  batteryProfile: "LJDX30X-4500",
  chargingSource: 1,
};

const families: Readonly<Record<string, FamilyFacts>> = {
  v1: { ...second, productType: "v1", firmware: "v2.17.5-5", totalDiskKiB: 15_441_920 },
  v2: second,
  v3: { ...second, productType: "v3", hasLightSensor: true, hasTemperature: true, chargingSource: 2 },
  mini: {
    ...second,
    productType: "mini",
    firmware: "v2.23.2",
    hasAmbientLight: false,
    batteryProfile: "HPT-FD80X-2000-64",
    chargingSource: 2,
  },
};

/** Whether this firmware (`v2.21.4`, `v2.17.5-5`) plays Ogg Opus; one that names no version does. */
export function playsOpus(firmware: string): boolean {
  const [major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(firmware)?.slice(1).map(Number) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return true;
  return major * 1_000_000 + minor * 1_000 + patch >= 2_021_004;
}

/** The facts of `family`; one we do not know yet behaves like a second-generation player that names itself. */
export function factsOfFamily(family: string): FamilyFacts {
  return families[family] ?? { ...second, productType: family };
}
