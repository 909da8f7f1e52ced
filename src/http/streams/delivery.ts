import type { Clock } from "../../ports/clock.ts";
import type { PlayerModels } from "../../stores/player-models.ts";
import type { Settings } from "../../stores/settings.ts";

type Way = "auto" | "proxy" | "redirect";
type Deps = {
  readonly clock: Clock;
  readonly settings: Pick<Settings, "get">;
  /** What kinds of players were found to do. */
  readonly playerModels: Pick<PlayerModels, "list">;
};

/** How audio that lies elsewhere reaches players, as the house has set it; with a short memory for bursts of requests. */
export type Delivery = {
  /** `auto`: nothing speaks against sending players elsewhere. */
  now(): Promise<Way>;
  /** Call when the setting or what players can do has changed. */
  forget(): void;
};

const settingForMs = 1000;
const abilitiesForMs = 60_000;

/** Over what is set, and what the Player Probe found. */
export function createDelivery({ clock, settings, playerModels }: Deps): Delivery {
  let set: { readonly way: Way; readonly atMs: number } | undefined;
  let refused: { readonly value: boolean; readonly atMs: number } | undefined;

  /** One kind of player in the house that follows none is enough. */
  async function redirectsAreRefused(nowMs: number): Promise<boolean> {
    if (refused === undefined || nowMs - refused.atMs > abilitiesForMs) {
      const models = await playerModels.list();
      refused = { value: models.some(({ abilities }) => abilities.followsRedirects === 0), atMs: nowMs };
    }
    return refused.value;
  }

  return {
    async now() {
      const nowMs = clock.nowMs();
      if (set === undefined || nowMs - set.atMs > settingForMs)
        set = { way: (await settings.get("delivery")).value, atMs: nowMs };
      return set.way === "auto" && (await redirectsAreRefused(nowMs)) ? "proxy" : set.way;
    },
    forget() {
      set = undefined;
      refused = undefined;
    },
  };
}
