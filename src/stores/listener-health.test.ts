import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { YotoAccountId } from "../domain/ids.ts";
import type { AccountHealth } from "../domain/listener-health.ts";
import { createListenerHealths } from "./listener-health.ts";

onEveryTable("listener health", (newGround) => {
  test("the last word stands", async () => {
    const healths = createListenerHealths(newGround().table);
    const health: AccountHealth = {
      accountId: YotoAccountId("auth0|family"),
      linked: "linked",
      mqtt: "connecting",
      sinceMs: 1,
      players: 2,
      doing: "Connecting to Yoto",
      listener: "home",
    };
    expect(await healths.get(health.accountId)).toBeUndefined();
    await healths.put(health);
    const later = { ...health, mqtt: "connected", lastEventAtMs: 5, doing: "Listening" } as const;
    await healths.put(later);
    expect(await healths.get(health.accountId)).toEqual(later);
  });
});
