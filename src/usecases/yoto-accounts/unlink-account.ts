import type { YotoAccountId } from "../../domain/ids.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Log } from "../../ports/log.ts";
import type { Players } from "../../stores/players.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";

type Deps = {
  readonly accounts: YotoAccounts;
  readonly players: Players;
  readonly liveUpdates: LiveUpdates;
  readonly log: Log;
};

/** Forgets a family: its tokens and its players. Audio, streams and our cards stay. `false`: it was not linked. */
export async function unlinkAccount(deps: Deps, id: YotoAccountId): Promise<boolean> {
  if ((await deps.accounts.get(id)) === undefined) return false;
  await deps.accounts.unlink(id);
  for (const { value } of await deps.players.ofAccount(id)) await deps.players.delete(id, value.playerId);
  deps.log.info("yoto-account-unlinked");
  deps.liveUpdates.publish({ of: "yoto-accounts" });
  deps.liveUpdates.publish({ of: "players" });
  return true;
}
