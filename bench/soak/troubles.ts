import type { Chance } from "../../src/ports/chance.ts";
import type { FaultRule } from "../../src/simulator/faults.ts";
import type { PretendYoto } from "../../src/simulator/pretend-yoto.ts";

type Harmed = { readonly player: { loseWifi(): void; findWifi(): void }; lastWifiMs: number };

/** The troubles of a bad week; each call brings one, drawn by chance, and sees it through. */
export function plannedTroubles(world: {
  readonly yoto: PretendYoto;
  readonly draw: Chance;
  readonly pick: <Each>(all: readonly Each[]) => Each;
  readonly players: readonly Harmed[];
  readonly clientIds: () => readonly string[];
  readonly listeners: {
    readonly names: readonly string[];
    readonly end: (name: string, how: "stop" | "kill") => Promise<void>;
    readonly start: (name: string) => void;
  };
  readonly jump: (ms: number) => void;
  readonly advance: (ms: number) => Promise<void>;
}): () => Promise<void> {
  const { yoto, draw, pick, listeners, advance } = world;
  const between = (least: number, most: number) => least + draw.fraction() * (most - least);
  const storm = (rule: FaultRule) =>
    void yoto.faults.add({ ...rule, times: "always", forMs: between(5_000, 600_000) });
  const http = (path: string, status: number, retryAfter?: string) =>
    storm({
      where: { path },
      what: { do: "status", status, ...(retryAfter !== undefined && { retryAfter }) },
    });

  const troubles: readonly (() => Promise<void> | void)[] = [
    () => void yoto.broker.kickAll(true),
    () => void yoto.broker.kick(pick(["", ...world.clientIds()])),
    () => void yoto.broker.freeze(pick(["", ...world.clientIds()])),
    () =>
      storm({
        where: { mqtt: "connect", clientId: "YSS*" },
        what: { do: "refuse-connack", code: pick([3, 5]) },
      }),
    () => http("/oauth/token", pick([500, 502, 503, 504])),
    () => http("/device-v2/**", pick([500, 502, 503, 504])),
    () => http("/device-v2/**", 429, pick(["5", "30"])),
    () => http("/oauth/token", 429),
    // Tokens of an hour and of a day take turns.
    () => {
      yoto.switches.accessTokenSeconds = pick([3_600, 86_400]);
    },
    () => world.jump(between(-7_200_000, 7_200_000)),
    async () => {
      const harmed = pick(world.players);
      harmed.lastWifiMs = yoto.clock.nowMs();
      harmed.player.loseWifi();
      await advance(between(30_000, 900_000));
      harmed.player.findWifi();
      harmed.lastWifiMs = yoto.clock.nowMs();
    },
    ...(["stop", "kill"] as const).flatMap((how) => [
      async () => {
        const name = pick(listeners.names);
        await listeners.end(name, how);
        await advance(between(1_000, 120_000));
        listeners.start(name);
      },
    ]),
  ];
  return async () => pick(troubles)();
}
