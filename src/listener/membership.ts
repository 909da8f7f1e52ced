import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Holding, ListenerBoard, Member } from "../stores/listener-board.ts";
import type { Versioned } from "../stores/records.ts";
import type { Agenda } from "./agenda.ts";

/** A listener looks so often, and beats so often while there are others. */
export const beatEveryMs = 10_000;
/** A listener whose beat stands still for so long is dead. With the look before and after, 45 s at most pass. */
const deadAfterMs = 22_000;
/** And for so many looks: our own clock may have been set forward. */
const deadAfterLooks = 3;

/** Our place among the listeners, and what we know of theirs. */
export type Membership = {
  /** Beats until the signal. */
  run(signal: AbortSignal): Promise<void>;
  /** Removes members that stand still; answers who is alive. Whoever has just come is shown at once that we are. */
  buryTheDead(members: readonly Versioned<Member>[]): Promise<readonly string[]>;
  /** Until when somebody certainly listened to an account that we are about to take; absent: nobody ever did. */
  servedUntilMs(before: Holding | undefined): number | undefined;
  leave(): Promise<void>;
};

/** Another's record that has not moved: since when, for how many of our looks. */
type Standing = Pick<Member, "beatAtMs"> & {
  readonly version: number;
  readonly sinceMs: number;
  looks: number;
};

/**
 * Joins the others. Whether one is dead is judged by our own clock alone: its record's version has not moved while we
 * looked; and it is buried by deleting that very version, so that one who beats after all stays alive.
 */
export async function joinListeners(deps: {
  readonly shares: ListenerBoard;
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly log: Log;
  readonly listenerId: string;
  /** Alone nobody has to be shown that we live. */
  readonly beatAloneEveryMs?: number;
  /** Done before each beat: what cannot be vouched for is written down first. */
  readonly beforeBeat: () => Promise<void>;
  /** We overslept and were buried: what we held may be somebody else's by now. */
  readonly onBuried: () => Promise<void>;
}): Promise<Membership> {
  const { shares, clock, agenda, log, listenerId } = deps;
  const joined = await shares.join(listenerId);
  const stillSince = new Map<string, Standing>();
  const buried = new Map<string, Member>(joined.before ? [[listenerId, joined.before]] : []);
  let me: Versioned<Member> | undefined = joined.member;
  let alone = false;
  let beatenAtMs = agenda.nowMs();
  let wake = () => {};

  const beat = async () => {
    beatenAtMs = agenda.nowMs();
    await deps.beforeBeat();
    if (me !== undefined) me = await shares.beat(me);
    if (me !== undefined) return;
    log.warn("listener-declared-dead", { listener: listenerId });
    await deps.onBuried();
    me = (await shares.join(listenerId)).member;
  };
  const dueInMs = () =>
    beatenAtMs + (alone ? (deps.beatAloneEveryMs ?? beatEveryMs) : beatEveryMs) - agenda.nowMs();
  const isDead = ({ value: { id, beatAtMs }, version }: Versioned<Member>) => {
    const seen = stillSince.get(id);
    if (seen?.version === version)
      return ++seen.looks >= deadAfterLooks && agenda.nowMs() - seen.sinceMs >= deadAfterMs;
    stillSince.set(id, { version, beatAtMs, sinceMs: agenda.nowMs(), looks: 0 });
    return false;
  };

  return {
    async run(signal) {
      // One ear for all beats: years of them must not pile up on the signal.
      signal.addEventListener("abort", () => wake(), { once: true });
      while (!signal.aborted) {
        await new Promise<void>((resolve) => {
          const callOff = agenda.after(dueInMs(), resolve);
          wake = () => {
            callOff();
            resolve();
          };
        });
        if (!signal.aborted && dueInMs() <= 0)
          await beat().catch((error: unknown) => log.error("listener-beat-failed", { error }));
      }
    },
    async buryTheDead(members) {
      const others = members.filter(({ value: { id } }) => id !== listenerId);
      alone = others.length === 0;
      if (others.some(({ value: { id } }) => !stillSince.has(id))) beatenAtMs = Number.NEGATIVE_INFINITY;
      wake();
      const alive: string[] = [];
      for (const member of members) {
        const { id } = member.value;
        if (id === listenerId || !isDead(member) || !(await shares.remove(member))) {
          alive.push(id);
          continue;
        }
        log.warn("listener-buried", { listener: id });
        stillSince.delete(id);
        buried.set(id, member.value);
      }
      return alive.includes(listenerId) ? alive : [...alive, listenerId];
    },
    servedUntilMs(before) {
      // Who had no connection itself beat in vain.
      if (before?.holder === undefined || before.servedUntilMs !== undefined) return before?.servedUntilMs;
      const lastBeat = buried.get(before.holder) ?? stillSince.get(before.holder);
      return lastBeat?.beatAtMs ?? clock.nowMs() - deadAfterMs;
    },
    async leave() {
      if (me !== undefined) await shares.remove(me);
    },
  };
}
