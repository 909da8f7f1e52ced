import { JobId, PlayerId } from "../../domain/ids.ts";
import type { LiveUpdate } from "../../ports/live-updates.ts";
import type { Jobs } from "../../stores/jobs.ts";
import { type LiveMarks, toldByMark } from "../../stores/live-marks.ts";
import type { Players } from "../../stores/players.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";

type Deps = {
  readonly accounts: YotoAccounts;
  readonly players: Players;
  readonly jobs: Jobs;
  readonly liveMarks: LiveMarks;
};

/** What changed between two looks at the store. `resumed`: nothing was missed. `at` is where the next look begins. */
export type Changes = {
  readonly at: string;
  readonly resumed: boolean;
  readonly updates: readonly LiveUpdate[];
  /** Something is going on that somebody may be watching. */
  readonly lively: boolean;
};

/** Versions by mark, player and job; short names, because it travels in an address. */
type Seen = {
  readonly m: Readonly<Record<string, number>>;
  readonly p: Readonly<Record<string, number>>;
  readonly j: Readonly<Record<string, number>>;
};

/** Jobs that were ordered long ago are not watched any more. */
const jobsLookedAt = 10;

/**
 * What a screen would have been told since its last look, where no wire goes from us to it: the versions of records then and
 * now. An unknown `since` (or none) means that the screen must read everything anew.
 */
export async function changesSince(deps: Deps, since: string | undefined): Promise<Changes> {
  const before = seenIn(since);
  const [accounts, marks, jobs] = await Promise.all([
    deps.accounts.list(),
    deps.liveMarks.read(),
    deps.jobs.list({ limit: jobsLookedAt, backwards: true }),
  ]);
  const players = (await Promise.all(accounts.map(({ value: { id } }) => deps.players.ofAccount(id)))).flat();
  const now: Seen = {
    m: Object.fromEntries(marks),
    p: Object.fromEntries(players.map(({ value, version }) => [value.playerId, version])),
    j: Object.fromEntries(jobs.records.map(({ value, version }) => [value.id, version])),
  };
  const lively =
    players.some(({ value }) => value.playback.status === "playing") ||
    jobs.records.some(({ value: { state } }) => state.is === "waiting" || state.is === "running");
  const at = Buffer.from(JSON.stringify(now)).toString("base64url");
  return { at, resumed: before !== undefined, updates: before ? difference(before, now) : [], lively };
}

function difference(before: Seen, now: Seen): LiveUpdate[] {
  const changed = (kind: keyof Seen) =>
    Object.keys(now[kind]).filter((name) => now[kind][name] !== before[kind][name]);
  const came = Object.keys(now.p).length !== Object.keys(before.p).length;
  const marked = new Set([...changed("m"), ...(came ? ["players"] : [])]);
  return [
    ...[...marked].flatMap((name) => toldByMark(name) ?? []),
    ...changed("p").map((id) => ({ of: "player", playerId: PlayerId(id) }) as const),
    ...changed("j").map((id) => ({ of: "job", jobId: JobId(id) }) as const),
  ];
}

function seenIn(text: string | undefined): Seen | undefined {
  try {
    const seen: unknown = JSON.parse(Buffer.from(text ?? "", "base64url").toString("utf8"));
    return isSeen(seen) ? seen : undefined;
  } catch {
    return undefined;
  }
}

function isSeen(value: unknown): value is Seen {
  const isRecord = (each: unknown) => typeof each === "object" && each !== null && !Array.isArray(each);
  return (
    isRecord(value) &&
    ["m", "p", "j"].every((name) => isRecord((value as Readonly<Record<string, unknown>>)[name]))
  );
}
