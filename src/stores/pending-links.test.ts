import { expect, test } from "vitest";
import { type Ground, onEveryTable } from "../../test/on-every-table.ts";
import { createPendingLinks } from "./pending-links.ts";

async function begun(ground: Ground) {
  const links = createPendingLinks(ground);
  const link = {
    state: "unguessable-state",
    nonce: "nonce",
    codeVerifier: "unguessable-verifier",
    redirectUrl: "https://home.example/api/yoto/callback",
    boundTo: "session-1",
    expiresAtMs: ground.clock.nowMs() + 600_000,
  };
  await links.begin(link);
  return { links, link };
}

onEveryTable("pending links", (newGround) => {
  test("a link is to be had once, by the session that began it", async () => {
    const { links, link } = await begun(newGround());
    expect(await links.take(link.state, "session-2")).toBeUndefined();
    expect(await links.take("other-state", "session-1")).toBeUndefined();
    const takes = await Promise.all([1, 2, 3].map(() => links.take(link.state, "session-1")));
    expect(takes.filter((each) => each !== undefined)).toEqual([link]);
  });

  test("a link that took too long is gone", async () => {
    const ground = newGround();
    const { links, link } = await begun(ground);
    ground.clock.advance(600_000);
    expect(await links.take(link.state, "session-1")).toBeUndefined();
  });

  test("neither state nor verifier can be read where it is stored", async () => {
    const ground = newGround();
    const seen: string[] = [];
    const put = ground.table.put;
    const table = {
      ...ground.table,
      put: (...write: Parameters<typeof put>) => {
        seen.push(JSON.stringify(write));
        return put(...write);
      },
    };
    await begun({ ...ground, table });
    expect(seen.join()).toContain("LINK#");
    expect(seen.join()).not.toContain("unguessable");
  });
});
