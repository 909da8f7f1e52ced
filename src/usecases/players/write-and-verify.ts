import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";

type Deps = { readonly clock: Clock; readonly chance: Pick<Chance, "fraction"> };

/** Something Yoto keeps whole, without a version to compare. */
export type KeptWhole<State> = {
  /** `undefined`: it is not there. */
  read(): Promise<State | undefined>;
  /** What is not yet as wanted, by name. */
  missing(now: State): readonly string[];
  /** Lays what is wanted over `base` and writes all of it. */
  write(base: State): Promise<void>;
  /** What of ours was written over by somebody who had read before us. The rest somebody chose later, and is right. */
  erased(base: State, after: State): readonly string[];
};

export type Verified<State> =
  | { readonly ok: true; readonly before: State; readonly after: State }
  | { readonly ok: false; readonly why: "unknown-player" }
  /** Yoto took the write and still says the old values, time and again. */
  | { readonly ok: false; readonly why: "not-taken"; readonly names: readonly string[] };

const attempts = 5;
/** Longer than any other writer needs between its reading and its writing. */
export const usualSettleMs = 1_000;

/**
 * Changes something that Yoto only knows to replace as a whole: read, lay the change over it, write, wait until a writer that
 * read before us must be done, read again; what was erased is written once more. So two writers of different parts never
 * erase each other's. Throws `YotoTrouble`.
 */
export async function writeAndVerify<State>(
  { clock, chance }: Deps,
  kept: KeptWhole<State>,
  settleMs = usualSettleMs,
): Promise<Verified<State>> {
  const first = await kept.read();
  if (first === undefined) return { ok: false, why: "unknown-player" };
  let base = first;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (kept.missing(base).length === 0) return { ok: true, before: first, after: base };
    await kept.write(base).catch(goOnIfMaybeDone);
    // The jitter parts writers who keep meeting each other.
    await clock.sleep(settleMs * (1 + chance.fraction() / 2));
    const after = await kept.read();
    if (after === undefined) return { ok: false, why: "unknown-player" };
    if (kept.erased(base, after).length === 0) return { ok: true, before: first, after };
    base = after;
  }
  return { ok: false, why: "not-taken", names: kept.missing(base) };
}

/** The reading that follows tells whether it happened. */
function goOnIfMaybeDone(trouble: unknown): void {
  if (!(trouble instanceof YotoTrouble) || !trouble.answerLost) throw trouble;
}
