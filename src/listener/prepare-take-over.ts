import type { Holding, ListenerBoard, Member } from "../stores/listener-board.ts";
import type { Versioned } from "../stores/records.ts";
import type { AccountOutline } from "../stores/yoto-accounts.ts";
import type { AccountDeps } from "./account-deps.ts";
import { relieves } from "./generations.ts";
import { listenBeside } from "./listen-beside.ts";
import type { Membership } from "./membership.ts";
import type { WarmLink } from "./warm-link.ts";

/** An account that could be taken, as the board shows it. */
export type Takeable = {
  readonly account: AccountOutline;
  readonly before: Versioned<Holding> | undefined;
  readonly members: readonly Versioned<Member>[];
  /** By one who listens, and goes on listening until we do. */
  readonly isOffered: boolean;
};

/** What is at hand when it is taken: a second ear where somebody listens still, and when somebody listened last. */
export type TakeOver = { readonly warm?: WarmLink; readonly servedUntilMs?: number };

/** Listens beside whoever listens to it now, if anybody does. `undefined`: it is better left where it is. */
export async function prepareTakeOver(
  deps: AccountDeps & {
    readonly shares: Pick<ListenerBoard, "read">;
    readonly membership: Pick<Membership, "servedUntilMs">;
  },
  { account, before, members, isOffered }: Takeable,
  signal: AbortSignal,
): Promise<TakeOver | undefined> {
  const predecessor = before?.value.holder;
  const relieved = predecessor !== undefined && (isOffered || relieves(deps.listenerId, predecessor));
  const beside = relieved ? await listenBeside(deps, { account, predecessor }, signal) : undefined;
  const warm = beside?.warm;
  // Better heard by one who has too much than by nobody.
  if (isOffered && !beside?.overlaps) {
    await warm?.link.close();
    return undefined;
  }
  const lastBeat = relieved ? members.find(({ value }) => value.id === predecessor)?.value : undefined;
  // Who is relieved while it listens leaves no gap.
  const servedUntilMs =
    before?.value.servedUntilMs ??
    (beside?.overlaps ? undefined : (lastBeat?.beatAtMs ?? deps.membership.servedUntilMs(before?.value)));
  return { ...(warm && { warm }), ...(servedUntilMs !== undefined && { servedUntilMs }) };
}
