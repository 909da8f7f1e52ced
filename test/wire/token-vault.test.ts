import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { fixedClock } from "../../src/adapters/memory/clock.ts";
import type { YotoAccountId } from "../../src/domain/ids.ts";
import type { LiveUpdate } from "../../src/ports/live-updates.ts";
import type { HttpFault } from "../../src/simulator/faults.ts";
import { pretendClientId } from "../../src/simulator/seed.ts";
import { createYotoAccounts } from "../../src/stores/yoto-accounts.ts";
import { freshAccessToken } from "../../src/usecases/yoto-accounts/fresh-access-token.ts";
import { keepTokensFresh } from "../../src/usecases/yoto-accounts/keep-tokens-fresh.ts";
import { resealTokens } from "../../src/usecases/yoto-accounts/reseal-tokens.ts";
import { withYotoAccount } from "../../src/usecases/yoto-accounts/with-yoto-account.ts";
import { quickStart } from "../quick-start.ts";
import { type LinkedWorld, startLinkedWorld, until } from "./linked-world.ts";
import { failureOf } from "./pretend-world.ts";

const expired = { lifeMs: -1000 };
const tokensOf = async (world: LinkedWorld, id: YotoAccountId) =>
  (await world.accounts.get(id))?.value.tokens;
const refreshes = (world: LinkedWorld) => world.tokenRequests().slice(1);

/** A process that asks for tokens when told to. */
async function caller(world: LinkedWorld, id: YotoAccountId, callers: number, mode = "") {
  const script = fileURLToPath(new URL("token-caller.ts", import.meta.url));
  const args = [world.tablePath, world.keyFile, world.yoto.url, pretendClientId, id, String(callers), mode];
  const child: ChildProcess = spawn(process.execPath, [...quickStart, script, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (child.stdout === null) throw new Error("unreachable");
  const lines = createInterface({ input: child.stdout });
  await once(lines, "line");
  const ended = once(child, "exit");
  return {
    child,
    async ask(): Promise<string[]> {
      const line = once(lines, "line");
      child.stdin?.write("go\n");
      const [text] = await Promise.race([line, ended.then(() => ["[]"])]);
      await ended;
      return JSON.parse(String(text)) as string[];
    },
  };
}

test("fifty callers in two processes on an expired token: one refresh, and all of them get the new token", async () => {
  await using world = await startLinkedWorld({ store: "sqlite" });
  const { id } = await world.link(expired);
  const [one, other] = await Promise.all([caller(world, id, 25), caller(world, id, 25)]);
  const got = (await Promise.all([one.ask(), other.ask()])).flat();
  expect(refreshes(world)).toMatchObject([{ status: 200 }]);
  expect(new Set(got)).toEqual(new Set([(await tokensOf(world, id))?.accessToken]));
  expect(got).toHaveLength(50);
});

test("a process that loses the race and is killed disturbs nobody", async () => {
  await using world = await startLinkedWorld({ store: "sqlite" });
  const { id } = await world.link(expired);
  world.yoto.faults.add({ where: { path: "/oauth/token" }, what: { do: "latency", ms: 500 } });
  const loser = await caller(world, id, 5);
  const winning = freshAccessToken(world.tokenDeps, id);
  await until("the winner's lease", async () => (await world.accounts.get(id))?.value.refreshing);
  const losing = loser.ask();
  loser.child.kill("SIGKILL");
  expect(await losing).toEqual([]);
  expect(await winning).toBe((await tokensOf(world, id))?.accessToken);
  expect(refreshes(world)).toHaveLength(1);
});

test("a winner killed before it stored the new tokens: told as spent-unknown, and the spent token is not sent again", async () => {
  await using world = await startLinkedWorld({ store: "sqlite" });
  const { id } = await world.link(expired);
  const winner = await caller(world, id, 1, "die-before-storing");
  expect(await winner.ask()).toEqual([]);
  expect(refreshes(world)).toHaveLength(1);
  // As if the dead one's lease had run out meanwhile.
  const clock = fixedClock(Date.now() + 60_000);
  const deps = { ...world.tokenDeps, clock, accounts: createYotoAccounts({ ...world, clock }) };
  const failures = await Promise.all(Array.from({ length: 5 }, () => failureOf(freshAccessToken(deps, id))));
  expect(failures).toEqual(
    Array.from({ length: 5 }, () =>
      expect.objectContaining({ kind: "link-again", message: expect.stringContaining("spent-unknown") }),
    ),
  );
  expect((await world.accounts.get(id))?.value.state).toMatchObject({ is: "link-again" });
  expect(world.log.lines.filter((line) => line.includes("spent-unknown"))).toHaveLength(1);
  expect(refreshes(world)).toHaveLength(1);
});

test("a winner killed before it stored the new tokens is noticed, too, when the clock was set back since", async () => {
  await using world = await startLinkedWorld({ store: "sqlite" });
  const { id } = await world.link(expired);
  const winner = await caller(world, id, 1, "die-before-storing");
  expect(await winner.ask()).toEqual([]);
  // Back by a day: its lease seems to last for a day. The token of then seems to live on, but Yoto refuses it.
  const clock = fixedClock(Date.now() - 86_400_000);
  const deps = { ...world.tokenDeps, clock, accounts: createYotoAccounts({ ...world, clock }) };
  const refusedToken = (await tokensOf(world, id))?.accessToken ?? "";
  const failure = failureOf(freshAccessToken(deps, id, { refusedToken }));
  let over = false;
  void failure.then(() => {
    over = true;
  });
  // Between two looks at the store the threads that open its seals need a turn.
  for (; !over; await new Promise((resolve) => setTimeout(resolve, 1))) await clock.run(1_000);
  expect(await failure).toMatchObject({
    kind: "link-again",
    message: expect.stringContaining("spent-unknown"),
  });
  expect(refreshes(world)).toHaveLength(1);
});

test("a winner killed after it stored the new tokens leaves them to the others", async () => {
  await using world = await startLinkedWorld({ store: "sqlite" });
  const { id, accessToken } = await world.link(expired);
  const winner = await caller(world, id, 1, "die-after-storing");
  await winner.ask();
  const token = await freshAccessToken(world.tokenDeps, id);
  expect(token).not.toBe(accessToken);
  expect(refreshes(world)).toHaveLength(1);
});

test("two processes and an endpoint that takes thirty seconds: the token is sent once, and all of them get the new one", async () => {
  await using world = await startLinkedWorld({ store: "sqlite" });
  const { id } = await world.link(expired);
  world.yoto.faults.add({ where: { path: "/oauth/token" }, what: { do: "latency", ms: 30_000 } });
  const [one, other] = await Promise.all([caller(world, id, 5), caller(world, id, 5)]);
  const got = (await Promise.all([one.ask(), other.ask()])).flat();
  expect(refreshes(world)).toMatchObject([{ status: 200 }]);
  expect(got).toEqual(Array.from({ length: 10 }, () => got[0]));
  expect(got[0]).toBe((await tokensOf(world, id))?.accessToken);
}, 90_000);

test("a refresh that takes thirty seconds keeps its lease: nobody else refreshes, everybody gets its token", async () => {
  await using world = await startLinkedWorld();
  const clock = fixedClock(Date.now());
  const accounts = createYotoAccounts({ ...world, clock });
  const deps = { ...world.tokenDeps, clock, accounts };
  const { id, refreshToken } = await world.link(expired);
  const answer = Promise.withResolvers<void>();
  const slow = {
    refresh: async (token: string) => {
      const tokens = await world.tokenDeps.signIn.refresh(token);
      await answer.promise;
      return tokens;
    },
  };
  const winner = freshAccessToken({ ...deps, signIn: slow }, id);
  await until("the lease", async () => (await accounts.get(id))?.value.refreshing);
  await until("the refresh", () => refreshes(world).length > 0);
  const others = Array.from({ length: 10 }, () => freshAccessToken(deps, id));
  for (let second = 0; second < 65; second++) {
    await clock.run(1000);
    expect((await accounts.get(id))?.value).toMatchObject({
      state: { is: "linked" },
      tokens: { refreshToken },
    });
  }
  answer.resolve();
  await until("the end of the refresh", async () => (await accounts.get(id))?.value.refreshing === undefined);
  await clock.run(2000);
  expect(new Set(await Promise.all([winner, ...others])).size).toBe(1);
  expect(refreshes(world)).toHaveLength(1);
});

test("a refresher that was taken for dead and wakes up with the new tokens after all heals the link", async () => {
  await using world = await startLinkedWorld();
  const { id } = await world.link(expired);
  const later = fixedClock(Date.now() + 60_000);
  const laterAccounts = createYotoAccounts({ ...world, clock: later });
  const frozen = {
    refresh: async (token: string) => {
      const tokens = await world.tokenDeps.signIn.refresh(token);
      await failureOf(freshAccessToken({ ...world.tokenDeps, clock: later, accounts: laterAccounts }, id));
      expect((await world.accounts.get(id))?.value.state.is).toBe("link-again");
      return tokens;
    },
  };
  const token = await freshAccessToken({ ...world.tokenDeps, signIn: frozen }, id);
  expect((await world.accounts.get(id))?.value).toMatchObject({
    state: { is: "linked" },
    tokens: { accessToken: token },
  });
  expect(refreshes(world)).toHaveLength(1);
});

test("new tokens are in the store before anybody uses them, even when the store is away for a moment", async () => {
  await using world = await startLinkedWorld();
  const { id } = await world.link(expired);
  let failures = 3;
  const shaky = {
    ...world.accounts,
    endRefresh: async (...given: Parameters<typeof world.accounts.endRefresh>) => {
      if (failures-- > 0) throw new Error("the disk is away");
      return world.accounts.endRefresh(...given);
    },
  };
  const token = await freshAccessToken({ ...world.tokenDeps, accounts: shaky }, id);
  expect((await tokensOf(world, id))?.accessToken).toBe(token);
});

test("a token that works is handed out without asking Yoto", async () => {
  await using world = await startLinkedWorld();
  const { id, accessToken } = await world.link();
  expect(await freshAccessToken(world.tokenDeps, id)).toBe(accessToken);
  expect(refreshes(world)).toHaveLength(0);
});

test("access token expires mid-session: one refresh, and the call is made once more", async () => {
  await using world = await startLinkedWorld();
  const { id, accessToken } = await world.link();
  const used: string[] = [];
  const devices = await withYotoAccount(world.tokenDeps, id, async (token) => {
    used.push(token);
    if (token === accessToken)
      world.yoto.faults.add({ where: { path: "/device-v2/**" }, what: { do: "status", status: 401 } });
    return (await world.cloud.devices(token)).devices;
  });
  expect(devices).toEqual([]);
  expect(used).toHaveLength(2);
  expect(refreshes(world)).toHaveLength(1);
});

test("a token refused by Yoto is not refreshed when somebody has renewed it already", async () => {
  await using world = await startLinkedWorld();
  const { id, accessToken } = await world.link();
  const renewed = await freshAccessToken(world.tokenDeps, id, { refusedToken: accessToken });
  expect(await freshAccessToken(world.tokenDeps, id, { refusedToken: accessToken })).toBe(renewed);
  expect(refreshes(world)).toHaveLength(1);
});

test("a brand-new token that Yoto refuses again ends in a clear error and no storm of refreshes", async () => {
  await using world = await startLinkedWorld();
  const { id } = await world.link();
  world.yoto.faults.add({
    where: { path: "/device-v2/**" },
    what: { do: "status", status: 401 },
    times: "always",
  });
  for (let times = 0; times < 5; times++)
    expect(
      await failureOf(withYotoAccount(world.tokenDeps, id, (token) => world.cloud.devices(token))),
    ).toMatchObject({
      kind: "unauthorized",
    });
  expect(refreshes(world)).toHaveLength(1);
});

test("a refused refresh token ends in the state link-again, told once, without a loop; linking again heals it", async () => {
  await using world = await startLinkedWorld();
  const { id, account } = await world.link(expired);
  world.yoto.grants.revokeAll(account.sub);
  const told: string[] = [];
  const deps = { ...world.tokenDeps, liveUpdates: { publish: ({ of }: LiveUpdate) => void told.push(of) } };
  for (let times = 0; times < 5; times++)
    expect(await failureOf(freshAccessToken(deps, id))).toMatchObject({ kind: "link-again" });
  expect(refreshes(world)).toHaveLength(1);
  expect(world.log.lines.filter((line) => line.startsWith("yoto-link-again"))).toHaveLength(1);
  expect(told).toEqual(["yoto-accounts"]);
  expect((await world.accounts.get(id))?.value.state).toMatchObject({ is: "link-again" });

  const [first] = await world.accounts.list();
  if (first === undefined) throw new Error("unreachable");
  const nowMs = Date.now();
  await world.accounts.link({
    ...first.value,
    tokens: { accessToken: "new", expiresAtMs: nowMs + 3_600_000, refreshedAtMs: nowMs },
  });
  expect(await freshAccessToken(world.tokenDeps, id)).toBe("new");
});

test("an invalid grant on a token that somebody has replaced meanwhile counts for nothing", async () => {
  await using world = await startLinkedWorld();
  const { id, account } = await world.link(expired);
  world.yoto.grants.revokeAll(account.sub);
  const nowMs = Date.now();
  const tokens = {
    accessToken: "by hand",
    refreshToken: "new",
    expiresAtMs: nowMs + 3_600_000,
    refreshedAtMs: nowMs,
  };
  const overtaken = {
    refresh: async (token: string) => {
      const found = await world.accounts.get(id);
      if (found !== undefined) await world.accounts.link({ ...found.value, tokens });
      return world.tokenDeps.signIn.refresh(token);
    },
  };
  expect(await freshAccessToken({ ...world.tokenDeps, signIn: overtaken }, id)).toBe("by hand");
  expect((await world.accounts.get(id))?.value.state.is).toBe("linked");
});

test("refresh endpoint 5xx after the server may have rotated: the working token serves on and the old one is not sent blindly", async () => {
  await using world = await startLinkedWorld();
  const { id, accessToken } = await world.link({ lifeMs: 300_000 });
  world.yoto.faults.add({ where: { path: "/oauth/token" }, what: { do: "status", status: 503 } });
  for (let times = 0; times < 5; times++)
    expect(await freshAccessToken(world.tokenDeps, id, { ahead: true })).toBe(accessToken);
  expect(refreshes(world)).toHaveLength(1);

  // Its last minute: now both tokens are as good as lost, so the old one may try; it was not spent after all.
  const clock = fixedClock(Date.now() + 290_000);
  const deps = { ...world.tokenDeps, clock, accounts: createYotoAccounts({ ...world, clock }) };
  const token = await freshAccessToken(deps, id);
  expect(token).not.toBe(accessToken);
  expect((await world.accounts.get(id))?.value).not.toHaveProperty("refreshTrouble");
});

test.each<[string, HttpFault]>([
  ["answer lost", { do: "lost-response" }],
  ["error 503", { do: "status", status: 503, afterWork: true }],
])(
  "refresh %s after the server rotated: when both tokens fail a person is asked, once",
  async (_what, what) => {
    await using world = await startLinkedWorld();
    const { id } = await world.link({ lifeMs: 300_000 });
    world.yoto.faults.add({ where: { path: "/oauth/token" }, what });
    await freshAccessToken(world.tokenDeps, id, { ahead: true });
    const clock = fixedClock(Date.now() + 290_000);
    const deps = { ...world.tokenDeps, clock, accounts: createYotoAccounts({ ...world, clock }) };
    for (let times = 0; times < 3; times++)
      expect(await failureOf(freshAccessToken(deps, id))).toMatchObject({ kind: "link-again" });
    expect(refreshes(world)).toHaveLength(2);
  },
);

test("while Yoto's sign-in is down callers are told so at once and attempts are spaced", async () => {
  await using world = await startLinkedWorld();
  const { id } = await world.link(expired);
  world.yoto.faults.add({
    where: { path: "/oauth/token" },
    what: { do: "status", status: 500 },
    times: "always",
  });
  const failures = await Promise.all(
    Array.from({ length: 10 }, () => failureOf(freshAccessToken(world.tokenDeps, id))),
  );
  expect(failures.every((each) => (each as { kind?: string }).kind === "unavailable")).toBe(true);
  expect(refreshes(world)).toHaveLength(1);
  world.yoto.faults.clear();
  await until("recovery without a hand on it", () =>
    freshAccessToken(world.tokenDeps, id).catch(() => undefined),
  );
});

test("our clock set back by hours while Yoto's sign-in was down puts the next attempt off no longer", async () => {
  await using world = await startLinkedWorld();
  const { id, accessToken } = await world.link();
  let setBackMs = 0;
  const clock = { ...world.clock, nowMs: () => world.clock.nowMs() - setBackMs };
  const ask = () => freshAccessToken({ ...world.tokenDeps, clock }, id, { refusedToken: accessToken });
  world.yoto.faults.add({ where: { path: "/oauth/token" }, what: { do: "status", status: 500 } });
  expect(await failureOf(ask())).toMatchObject({ kind: "unavailable" });
  setBackMs = 7_200_000;
  expect(await ask()).not.toBe(accessToken);
  expect(refreshes(world)).toHaveLength(2);
});

test.each([
  ["one hour", 3_600, 45],
  ["twenty-four hours", 86_400, 720],
])(
  "tokens of %s are renewed ahead of need, with a quarter of their life left or after twelve hours",
  async (_, seconds, byMinute) => {
    await using world = await startLinkedWorld({ accessTokenSeconds: seconds });
    const clock = fixedClock(Date.now());
    const accounts = createYotoAccounts({ ...world, clock });
    const { id, accessToken } = await world.link();
    const nowMs = clock.nowMs();
    const linked = await world.accounts.get(id);
    if (linked?.value.tokens === undefined) throw new Error("unreachable");
    await accounts.link({
      ...linked.value,
      tokens: { ...linked.value.tokens, refreshedAtMs: nowMs, expiresAtMs: nowMs + seconds * 1000 },
    });
    const stop = new AbortController();
    const keeping = keepTokensFresh({ ...world.tokenDeps, clock, accounts }, stop.signal);
    const minutes = async (count: number) => {
      for (let minute = 0; minute < count; minute++) await clock.run(60_000);
    };
    await minutes(Math.floor(byMinute * 0.89));
    expect(refreshes(world)).toHaveLength(0);
    const left = Math.ceil(byMinute * 0.12) + 1;
    for (let minute = 0; minute < left && refreshes(world).length === 0; minute++) {
      await minutes(1);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await until(
      "the renewal",
      async () => (await accounts.get(id))?.value.tokens?.accessToken !== accessToken,
    );
    expect(refreshes(world)).toHaveLength(1);
    stop.abort();
    await keeping;
  },
  20_000,
);

test("after a key rotation all tokens are sealed anew and still open", async () => {
  await using world = await startLinkedWorld();
  const [one, other] = [await world.link(), await world.link({ name: "Kim" })];
  await world.secrets.rotateKey();
  const first = await resealTokens(world);
  expect(new Set(first.resealed)).toEqual(new Set([one.id, other.id]));
  expect(await resealTokens(world)).toMatchObject({ resealed: [], cannotOpen: [] });
  expect((await tokensOf(world, one.id))?.accessToken).toBe(one.accessToken);
});

test("no token ever stands in the log", async () => {
  await using world = await startLinkedWorld();
  const { id, accessToken, refreshToken } = await world.link(expired);
  const renewed = await freshAccessToken(world.tokenDeps, id);
  const text = world.log.lines.join("\n");
  for (const secret of [accessToken, refreshToken, renewed]) expect(text).not.toContain(secret);
});
