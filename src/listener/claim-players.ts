import type { YotoAccountId } from "../domain/ids.ts";
import type { Versioned } from "../stores/records.ts";
import type { WatchedPlayers, WatchedRecord } from "../stores/watched-players.ts";

/**
 * Puts our fence on all players of an account. From then on the predecessor's writes are refused, and the records as answered
 * hold all that it has got done. `undefined`: somebody else has relieved us already.
 */
export async function claimPlayers(
  players: WatchedPlayers,
  accountId: YotoAccountId,
  fence: number,
): Promise<readonly Versioned<WatchedRecord>[] | undefined> {
  const claimed: Versioned<WatchedRecord>[] = [];
  for (const { value } of await players.ofAccount(accountId)) {
    const mine = await claim(players, accountId, value, fence);
    if (mine === "relieved") return undefined;
    if (mine !== undefined) claimed.push(mine);
  }
  return claimed;
}

async function claim(
  players: WatchedPlayers,
  accountId: YotoAccountId,
  { playerId }: WatchedRecord,
  fence: number,
): Promise<Versioned<WatchedRecord> | "relieved" | undefined> {
  for (;;) {
    const found = await players.get(accountId, playerId);
    if (found === undefined) return undefined;
    if (found.value.fence > fence) return "relieved";
    const value = { ...found.value, fence };
    const written = await players.write(value, found.version);
    if (written.ok) return { value, version: written.version };
  }
}
