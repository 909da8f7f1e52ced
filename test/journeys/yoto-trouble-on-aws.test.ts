import { expect, test, vi } from "vitest";
import { startAwsWorld } from "./aws-world.ts";
import { soon } from "./some-home.ts";

type Account = { readonly state: string; readonly listener: { readonly state: string } };

test("on AWS, that Yoto is away, or wants a family linked again, comes to an open page with its next asking", async () => {
  await using world = await startAwsWorld();
  const { yoto, family } = world;
  // Due to be renewed soon, so that whoever looks after tokens asks.
  await family.switch({ accessTokenSeconds: 20 });
  const parent = await world.parent();
  const account = async () =>
    (await parent.ask<{ items: Account[] }>("GET", "/api/auth/yoto/accounts")).items[0];
  let at = "";
  /** What a page hears, asking as it does; goes on where it was. */
  const asks = async (): Promise<string> => {
    const answer = await parent.send("GET", `/api/events?lastEventId=${encodeURIComponent(at)}`);
    const text = await answer.text();
    at = /^id: (.*)$/m.exec(text)?.[1] ?? at;
    return text;
  };
  const pretend = async (path: string, body: object) => {
    const answer = await fetch(`${yoto.url}/_pretend${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(answer.ok).toBe(true);
  };

  const listener = await world.listen();
  await vi.waitFor(async () => expect((await account())?.listener.state).toBe("connected"), soon);
  await asks();
  await pretend("/faults", {
    where: { mqtt: "connect" },
    what: { do: "refuse-connack", code: 3 },
    times: 4,
  });
  await pretend("/kick", { all: true });
  await vi.waitFor(async () => expect((await account())?.listener.state).toBe("unavailable"), {
    ...soon,
    interval: 50,
  });
  // It is written before it is told: a moment later at most.
  await vi.waitFor(async () => expect(await asks()).toContain("event: yoto-connections"), {
    timeout: 20_000,
    interval: 50,
  });
  await vi.waitFor(async () => expect((await account())?.listener.state).toBe("connected"), soon);
  await vi.waitFor(async () => expect(await asks()).toContain("event: yoto-connections"), {
    timeout: 20_000,
    interval: 50,
  });

  // Nobody listens any more: it is the worker, which looks after tokens then, that hears it from Yoto.
  expect(await listener.stop()).toMatchObject({ code: 0 });
  await asks();
  await pretend(`/accounts/${encodeURIComponent(yoto.account.sub)}/revoke`, {});
  await vi.waitFor(async () => {
    expect(await world.worker.invoke({ do: "renew-tokens" })).toMatchObject({ ok: true });
    expect((await account())?.state).toBe("link-again");
  }, soon);
  expect(await asks()).toContain("event: yoto-accounts");
});
