import type { PlayerId, YotoCardId } from "../../domain/ids.ts";
import { type Abilities, abilityWords } from "../../domain/probe/abilities.ts";
import type { Probe, ProbeVisit } from "../../domain/probe/probe.ts";
import { probeQuestions, probeSeconds, probeSlotOf, stuckAfterMs } from "../../domain/probe/questions.ts";
import { readProbe } from "../../domain/probe/read-probe.ts";
import type { YotoCardJson, YotoContent } from "../../ports/yoto-content.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { PlayerModels } from "../../stores/player-models.ts";
import type { Players } from "../../stores/players.ts";
import type { Probes } from "../../stores/probes.ts";
import type { Versioned } from "../../stores/records.ts";
import { secretHash } from "../../stores/secret-hash.ts";
import { createYotoCard } from "../cards/create-yoto-card.ts";
import { giveOrder, type OrderDeps } from "../players/give-order.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import { buttonsCard, chapterKey, probeCard } from "./probe-card.ts";

export type ProbeDeps = OrderDeps & {
  readonly probes: Probes;
  readonly playerModels: PlayerModels;
  readonly players: Players;
  readonly tokens: TokenDeps;
  readonly cloud: Pick<YotoContent, "composeCard" | "writeCard" | "cards" | "card" | "deleteCard">;
  readonly publicUrl: URL;
};

/** A run, as far as it has come. */
export type ProbeReport = {
  readonly probe: Probe;
  /** Per question: how often it was asked for; `notHere`: answers cannot come as it wants them where this server stands. */
  readonly asked: readonly {
    readonly key: string;
    readonly title: string;
    readonly requests: number;
    readonly notHere: boolean;
  }[];
  readonly abilities: Abilities;
  readonly words: readonly string[];
};

/** What a parent is told where some questions cannot be asked. */
const notHereWords =
  "Not tried, because on AWS every answer comes whole: beginning with little, going on after a break, sound without a length or in chunks. Your cards never come so here, so nothing is missing.";

/** What stands before the secret in the probe's addresses. */
const probePrefix = "probe-";
const probeIdLength = 40;

/** The probe that an address's secret belongs to. */
export function probeIdOf(secret: string): string {
  return secretHash(secret).slice(0, probeIdLength);
}

/**
 * Makes the probe's two cards in the player's family and lets the player begin. `undefined`: no such player. Throws `YotoTrouble`.
 */
export async function startProbe(
  deps: ProbeDeps,
  playerId: PlayerId,
  by: string,
): Promise<ProbeReport | undefined> {
  const player = (await deps.players.find(playerId))?.value;
  if (player === undefined) return undefined;
  const { accountId, name, family, deviceType, status } = player;
  const secret = `${probePrefix}${deps.chance.secret(128)}`;
  const make = async (card: YotoCardJson) => {
    const made = await createYotoCard(
      {
        yoto: deps.cloud,
        withToken: (call) => withYotoAccount(deps.tokens, accountId, call),
        clock: deps.clock,
      },
      card,
    );
    return made.yotoCardId;
  };
  const probe: Probe = {
    id: probeIdOf(secret),
    accountId,
    playerId,
    playerName: name,
    model: deviceType ?? family,
    ...(status.firmware !== undefined && { firmware: status.firmware }),
    yotoCardId: await make(await probeCard(deps, secret)),
    buttonsCardId: await make(await buttonsCard(deps, secret)),
    startedAtMs: deps.clock.nowMs(),
    pushes: [],
  };
  await deps.probes.create(probe);
  await play(deps, probe, probe.yotoCardId, "01", by);
  return reportOf(deps, probe);
}

/** How far it has come. `undefined`: no such run. */
export async function lookAtProbe(deps: ProbeDeps, id: string): Promise<ProbeReport | undefined> {
  const found = await deps.probes.get(id);
  return found && reportOf(deps, found.value);
}

/**
 * Keeps a run going: pushes a player that is stuck (it gave up on a chapter) to the next one, and when all is through keeps what
 * was found for its kind of player. Call it every few seconds; calling it more often changes nothing.
 */
export async function driveProbe(deps: ProbeDeps, id: string, by: string): Promise<ProbeReport | undefined> {
  const found = await deps.probes.get(id);
  if (found === undefined) return undefined;
  const { value: probe } = found;
  const nowMs = deps.clock.nowMs();
  const visits = await deps.probes.visits(id);
  if (probe.finishedAtMs !== undefined) {
    // Buttons are tried afterwards, by hand.
    if (visits.some(({ question, atMs }) => placeIn(question) < 0 && atMs > (probe.finishedAtMs ?? 0)))
      await keepFound(deps, probe, visits);
    return reportOf(deps, probe);
  }
  const lastMs = Math.max(
    probe.startedAtMs,
    ...visits.map(({ atMs }) => atMs),
    ...probe.pushes.map(({ atMs }) => atMs),
  );
  const at = Math.max(placeOf(visits), ...probe.pushes.map(({ to }) => placeIn(to)));
  if (at >= probeQuestions.length - 1) {
    if (nowMs - lastMs < probeSeconds * 1000) return reportOf(deps, probe);
    return finish(deps, found, visits);
  }
  // The last but one is played without a request by who keeps copies: time alone tells.
  if (nowMs - lastMs < stuckAfterMs) return reportOf(deps, probe);
  const next = probeQuestions[at + 1];
  if (next === undefined) return reportOf(deps, probe);
  const pushed: Probe = { ...probe, pushes: [...probe.pushes, { to: next.key, atMs: nowMs }] };
  if (!(await deps.probes.save(pushed, found.version)).ok) return lookAtProbe(deps, id);
  await play(deps, pushed, probe.yotoCardId, chapterKey(at + 1), by);
  return reportOf(deps, pushed);
}

/** Takes the probe's cards out of the family; what was found stays. Throws `YotoTrouble`. */
export async function endProbe(deps: ProbeDeps, id: string): Promise<boolean> {
  const probe = (await deps.probes.get(id))?.value;
  if (probe === undefined) return false;
  for (const card of [probe.yotoCardId, probe.buttonsCardId]) {
    if (card === undefined) continue;
    await withYotoAccount(deps.tokens, probe.accountId, (token) => deps.cloud.deleteCard(token, card)).catch(
      (trouble: unknown) => {
        if (!(trouble instanceof YotoTrouble) || trouble.kind !== "not-found") throw trouble;
      },
    );
  }
  return true;
}

async function finish(
  deps: ProbeDeps,
  { value: probe, version }: Versioned<Probe>,
  visits: readonly ProbeVisit[],
): Promise<ProbeReport> {
  const finished: Probe = { ...probe, finishedAtMs: deps.clock.nowMs() };
  if ((await deps.probes.save(finished, version)).ok) await keepFound(deps, probe, visits);
  return reportOf(deps, finished);
}

async function keepFound({ playerModels, clock }: ProbeDeps, probe: Probe, visits: readonly ProbeVisit[]) {
  const { model, firmware } = probe;
  const userAgent = visits.find((visit) => visit.userAgent !== undefined)?.userAgent;
  // What could not be asked here may have been found out elsewhere.
  const before = (await playerModels.list()).find(
    (each) => each.model === model && each.firmware === firmware,
  );
  await playerModels.put({
    model,
    ...(firmware !== undefined && { firmware }),
    ...(userAgent !== undefined && { userAgent }),
    atMs: clock.nowMs(),
    abilities: { ...before?.abilities, ...readProbe(probe, visits) },
  });
}

async function reportOf({ probes }: ProbeDeps, probe: Probe): Promise<ProbeReport> {
  const visits = await probes.visits(probe.id);
  const abilities = readProbe(probe, visits);
  // The first chapter's address stands on the card once more, behind the redirects.
  const againFromMs =
    visits.find(({ question }) => question === "redirects")?.atMs ?? Number.POSITIVE_INFINITY;
  return {
    probe,
    asked: probeQuestions.map(({ key, title, asks }) => ({
      key,
      title: `${title}: ${asks}`,
      requests: visits.filter(
        ({ question, atMs }) => question === probeSlotOf(key) && (key !== "again" || atMs > againFromMs),
      ).length,
      notHere: visits.some(({ question, plainly }) => question === key && plainly),
    })),
    abilities,
    words: [...abilityWords(abilities), ...(visits.some(({ plainly }) => plainly) ? [notHereWords] : [])],
  };
}

function play(deps: ProbeDeps, probe: Probe, yotoCardId: YotoCardId, key: string, by: string) {
  return giveOrder(deps, {
    playerId: probe.playerId,
    command: { do: "play-card", yotoCardId, chapterKey: key, trackKey: key, fromSeconds: 0 },
    orderedBy: by,
  });
}

/** How far the player has come by itself. */
function placeOf(visits: readonly ProbeVisit[]): number {
  return Math.max(0, ...visits.map(({ question }) => placeIn(question)));
}

function placeIn(question: string): number {
  return probeQuestions.findIndex(({ key }) => key === question);
}
