import type { Chance } from "../../src/ports/chance.ts";
import type { FaultRule } from "../../src/simulator/faults.ts";
import type { PretendYoto } from "../../src/simulator/pretend-yoto.ts";

type Harmed = { readonly player: { loseWifi(): void; findWifi(): void }; lastWifiMs: number };

/** The troubles of a bad week; each call brings one, drawn by chance, sees it through, and answers its name. */
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
}): () => Promise<string> {
  const { yoto, draw, pick, listeners, advance } = world;
  const between = (least: number, most: number) => least + draw.fraction() * (most - least);
  const storm = (rule: FaultRule) =>
    void yoto.faults.add({ ...rule, times: "always", forMs: between(5_000, 600_000) });
  const http = (path: string, status: number, retryAfter?: string) =>
    storm({
      where: { path },
      what: { do: "status", status, ...(retryAfter !== undefined && { retryAfter }) },
    });

  const troubles: readonly (readonly [name: string, bring: () => Promise<void> | void])[] = [
    ["all kicked", () => void yoto.broker.kickAll(true)],
    ["kicked", () => void yoto.broker.kick(pick(["", ...world.clientIds()]))],
    ["half-open", () => void yoto.broker.freeze(pick(["", ...world.clientIds()]))],
    [
      "connections refused",
      () =>
        storm({
          where: { mqtt: "connect", clientId: "YSS*" },
          what: { do: "refuse-connack", code: pick([3, 5]) },
        }),
    ],
    ["5xx at sign-in", () => http("/oauth/token", pick([500, 502, 503, 504]))],
    ["5xx at devices", () => http("/device-v2/**", pick([500, 502, 503, 504]))],
    ["429 at devices", () => http("/device-v2/**", 429, pick(["5", "30"]))],
    ["429 at sign-in", () => http("/oauth/token", 429)],
    [
      "tokens of another life",
      () => {
        yoto.switches.accessTokenSeconds = pick([3_600, 86_400]);
      },
    ],
    ["clock set", () => world.jump(between(-7_200_000, 7_200_000))],
    [
      "no wifi",
      async () => {
        const harmed = pick(world.players);
        harmed.lastWifiMs = yoto.clock.nowMs();
        harmed.player.loseWifi();
        await advance(between(30_000, 900_000));
        harmed.player.findWifi();
        harmed.lastWifiMs = yoto.clock.nowMs();
      },
    ],
    ...(["stop", "kill"] as const).map(
      (how) =>
        [
          `listener's ${how}`,
          async () => {
            const name = pick(listeners.names);
            await listeners.end(name, how);
            await advance(between(1_000, 120_000));
            listeners.start(name);
          },
        ] as const,
    ),
  ];
  return async () => {
    const [name, bring] = pick(troubles);
    await bring();
    return name;
  };
}
