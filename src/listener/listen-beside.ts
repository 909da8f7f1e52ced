import type { Clock } from "../ports/clock.ts";
import type { Board, ListenerBoard } from "../stores/listener-board.ts";
import type { AccountOutline } from "../stores/yoto-accounts.ts";
import type { AccountDeps } from "./account-deps.ts";
import { beatEveryMs } from "./membership.ts";
import { type WarmLink, warmUp } from "./warm-link.ts";

/**
 * A second ear beside a predecessor. `overlaps`: the predecessor beat while we listened, and before a beat it makes sure that it
 * hears, so nothing was missed in between.
 */
export type Beside = { readonly warm: WarmLink; readonly overlaps: boolean };

const lookEveryMs = 1_000;
const togetherMs = 100;
/** A beat that is late by more than this will not come. */
const lateMostMs = 3_000;

/**
 * Listens to an account beside the one that is to be relieved, until that one has shown that it is alive, or certainly is not.
 * `undefined` when Yoto did not let us: then the account is taken as from one that is gone.
 */
export async function listenBeside(
  deps: AccountDeps & { readonly shares: Pick<ListenerBoard, "read"> },
  { account, predecessor }: { readonly account: AccountOutline; readonly predecessor: string },
  signal: AbortSignal,
): Promise<Beside | undefined> {
  const { agenda, clock, log, shares } = deps;
  const predecessors = async () =>
    (await shares.read()).members.find(({ value }) => value.id === predecessor);
  try {
    const warm = await warmUp(deps, account, signal);
    const besideAtMs = agenda.nowMs();
    try {
      const first = await predecessors();
      const quietMs = first === undefined ? 0 : clock.nowMs() - first.value.beatAtMs;
      for (let now = first; first !== undefined && now !== undefined; now = await predecessors()) {
        if (now.version > first.version) return { warm, overlaps: true };
        if (quietMs + agenda.nowMs() - besideAtMs > beatEveryMs + lateMostMs) break;
        await clock.sleep(lookEveryMs, signal);
      }
      return { warm, overlaps: false };
    } catch (error) {
      await warm.link.close();
      throw error;
    }
  } catch (error) {
    log.warn("account-not-listened-to-beside", { account: account.id, error });
    return undefined;
  }
}

/** Reads of the board that begin a moment after they were asked for, one for all who ask until then: hundreds may wait at once. */
export function readTogether(deps: {
  readonly shares: Pick<ListenerBoard, "read">;
  readonly clock: Clock;
}): Pick<ListenerBoard, "read"> {
  let next: Promise<Board> | undefined;
  return {
    read() {
      next ??= deps.clock.sleep(togetherMs).then(() => {
        next = undefined;
        return deps.shares.read();
      });
      return next;
    },
  };
}
