import { expect, test } from "vitest";
import { createYotoSignIn } from "../../src/adapters/yoto-cloud/yoto-sign-in.ts";
import { UserName } from "../../src/domain/ids.ts";
import { anApp } from "../http/an-app.ts";
import { startPretendWorld } from "./pretend-world.ts";

type World = Awaited<ReturnType<typeof startPretendWorld>>;

async function aServer(world: World) {
  const { clock } = world;
  const rig = anApp({ yotoUrl: world.yoto.url, clock, signIn: createYotoSignIn({ ...world.config, clock }) });
  const cookie = await rig.setUp();
  const start = async (as = cookie) =>
    JSON.parse(await (await rig.ask("POST", "/api/auth/yoto/start", { cookie: as })).text());
  /** A browser at Yoto: where it is sent back to. */
  const atYoto = async (url: string) => {
    world.yoto.switches.autoConsentAs = world.account.sub;
    const answer = await fetch(url, { redirect: "manual" });
    const back = new URL(answer.headers.get("location") ?? "");
    return back.pathname + back.search;
  };
  const comeBack = async (path: string, as: string | undefined = cookie) =>
    (await rig.ask("GET", path, as === undefined ? {} : { cookie: as })).headers.get("location");
  const accounts = async () =>
    JSON.parse(await (await rig.ask("GET", "/api/auth/yoto/accounts", { cookie })).text()).items;
  return { ...rig, cookie, start, atYoto, comeBack, accounts };
}

test("a parent links a family in the browser, and the account says what it may", async () => {
  await using world = await startPretendWorld();
  const { start, atYoto, comeBack, accounts, ask, cookie } = await aServer(world);
  const begun = await start();
  expect(begun.redirectUrl).toBe("http://localhost:8080/api/auth/yoto/callback");
  expect(await comeBack(await atYoto(begun.url))).toBe("/settings?linked=true");
  expect(await accounts()).toMatchObject([{ id: world.account.sub, state: "linked", missing: [] }]);
  expect((await ask("DELETE", `/api/auth/yoto/accounts/${world.account.sub}`, { cookie })).status).toBe(204);
  expect(await accounts()).toEqual([]);
});

test("under a public address Yoto sends the browser back there", async () => {
  await using world = await startPretendWorld();
  const rig = anApp({ yotoUrl: world.yoto.url, publicUrl: new URL("https://yoto.example.org") });
  const cookie = await rig.setUp();
  const headers = { host: "yoto.example.org" };
  const answer = await rig.ask("POST", "/api/auth/yoto/start", { cookie, headers });
  expect(await answer.json()).toMatchObject({
    redirectUrl: "https://yoto.example.org/api/auth/yoto/callback",
  });
});

test("what one person began nobody else can end, and it ends once", async () => {
  await using world = await startPretendWorld();
  const { start, atYoto, comeBack, accounts, signInAs } = await aServer(world);
  const other = await signInAs("ben", "admin");
  const back = await atYoto((await start()).url);
  expect(await comeBack(back, other)).toBe("/settings?link-error=link-expired");
  expect(await accounts()).toEqual([]);
  expect(await comeBack(back)).toBe("/settings?linked=true");
  expect(await comeBack(back)).toBe("/settings?link-error=link-expired");
});

test("a member cannot link, and a stranger who comes back is told to sign in", async () => {
  await using world = await startPretendWorld();
  const { start, atYoto, comeBack, signInAs, ask } = await aServer(world);
  const member = await signInAs("ben", "member");
  expect((await ask("POST", "/api/auth/yoto/start", { cookie: member })).status).toBe(403);
  const back = await atYoto((await start()).url);
  expect(await comeBack(back, "yss=stranger")).toBe("/settings?link-error=not-signed-in");
  expect(await comeBack(back, member)).toBe("/settings?link-error=not-signed-in");
});

test("saying no at Yoto, and a code that Yoto does not know, are told in the settings", async () => {
  await using world = await startPretendWorld();
  const { start, comeBack } = await aServer(world);
  expect(await comeBack("/api/auth/yoto/callback?error=access_denied&state=x")).toBe(
    "/settings?link-error=denied",
  );
  expect(await comeBack("/api/auth/yoto/callback?error=temporarily_unavailable&state=x")).toBe(
    "/settings?link-error=yoto-unavailable",
  );
  const state = new URL((await start()).url).searchParams.get("state");
  expect(await comeBack(`/api/auth/yoto/callback?code=invented&state=${state}`)).toBe(
    "/settings?link-error=yoto-link-again",
  );
});

test("a client that may not ask for all scopes is told in the settings, and not as a person who said no", async () => {
  await using world = await startPretendWorld({
    client: { scopes: ["family:view", "offline_access"], anyHomeRedirect: true },
  });
  const { start, atYoto, comeBack } = await aServer(world);
  const told = "/settings?link-error=scopes-not-allowed";
  expect(await comeBack(await atYoto((await start()).url))).toBe(told);
  const retired = "error=access_denied&error_description=Scope%20family:x%20may%20not%20be%20requested";
  expect(await comeBack(`/api/auth/yoto/callback?${retired}&state=x`)).toBe(told);
});

test("a program begins a link, and a browser of the same person ends it", async () => {
  await using world = await startPretendWorld();
  const { atYoto, comeBack, stores, ask } = await aServer(world);
  const { token } = await stores.apiTokens.create({ user: UserName("anna"), label: "cli" });
  const headers = { authorization: `Bearer ${token}` };
  const begun = JSON.parse(await (await ask("POST", "/api/auth/yoto/start", { headers })).text());
  expect(await comeBack(await atYoto(begun.url))).toBe("/settings?linked=true");
});

test("linking with a code never asks Yoto too often, however often the screen does", async () => {
  await using world = await startPretendWorld({ client: { deviceCode: true } });
  const { ask, cookie } = await aServer(world);
  const post = async (path: string) => JSON.parse(await (await ask("POST", path, { cookie })).text());
  const begun = await post("/api/auth/yoto/device");
  expect(begun).toMatchObject({ is: "started", intervalMs: 5000 });
  expect(begun).not.toHaveProperty("deviceCode");
  const looks = await Promise.all([1, 2, 3].map(() => post(`/api/auth/yoto/device/${begun.id}/poll`)));
  for (const look of looks) {
    expect(look.is).toBe("pending");
    expect(look.askAgainInMs).toBeGreaterThan(4000);
  }
  expect(world.requests("POST", "/oauth/token")).toHaveLength(0);
});

test("a code that somebody confirmed is a linked family", async () => {
  await using world = await startPretendWorld({
    client: { deviceCode: true },
    switches: { deviceCodeIntervalSeconds: 0 },
  });
  const { ask, cookie, accounts, signInAs } = await aServer(world);
  const post = async (path: string, as = cookie) =>
    JSON.parse(await (await ask("POST", path, { cookie: as })).text());
  const begun = await post("/api/auth/yoto/device");
  const poll = `/api/auth/yoto/device/${begun.id}/poll`;
  await world.clock.sleep(begun.intervalMs);
  expect(await post(poll)).toMatchObject({ is: "pending" });
  await world.clock.sleep(begun.intervalMs);
  world.yoto.switches.autoConsentAs = world.account.sub;
  await fetch(begun.verificationUrlComplete);
  expect(await post(poll, await signInAs("ben", "admin"))).toEqual({ is: "expired" });
  const linked = { is: "linked", accountId: world.account.sub };
  expect(await post(poll)).toEqual(linked);
  // A screen that was asleep may not have heard the answer.
  expect(await post(poll)).toEqual(linked);
  expect(await accounts()).toHaveLength(1);
});

test("a code goes on in whichever process is asked next, and each asks Yoto no sooner than the other might", async () => {
  await using world = await startPretendWorld({
    client: { deviceCode: true },
    switches: { deviceCodeIntervalSeconds: 0 },
  });
  const one = await aServer(world);
  const signIn = createYotoSignIn({ ...world.config, clock: world.clock });
  const other = anApp({ yotoUrl: world.yoto.url, clock: world.clock, signIn, stores: one.stores });
  const poll = async (server: Pick<typeof other, "ask">, id: string) =>
    (await server.ask("POST", `/api/auth/yoto/device/${id}/poll`, { cookie: one.cookie })).json();
  const begun = JSON.parse(await (await one.ask("POST", "/api/auth/yoto/device", one)).text());
  await world.clock.sleep(begun.intervalMs);
  const looks = await Promise.all([poll(one, begun.id), poll(other, begun.id), poll(other, begun.id)]);
  for (const look of looks) expect(look).toMatchObject({ is: "pending" });
  expect(world.requests("POST", "/oauth/token")).toHaveLength(1);
  await world.clock.sleep(begun.intervalMs);
  world.yoto.switches.autoConsentAs = world.account.sub;
  await fetch(begun.verificationUrlComplete);
  expect(await poll(other, begun.id)).toMatchObject({ is: "linked" });
  expect(await poll(one, begun.id)).toMatchObject({ is: "linked" });
});

test("a client that Yoto gives no codes is sent to the browser", async () => {
  await using world = await startPretendWorld({ client: { deviceCode: false } });
  const { ask, cookie } = await aServer(world);
  const answer = await ask("POST", "/api/auth/yoto/device", { cookie });
  expect(await answer.json()).toEqual({ is: "use-browser" });
});

test("what Yoto did not grant is told with the feature that is off", async () => {
  await using world = await startPretendWorld();
  const { start, atYoto, comeBack, accounts } = await aServer(world);
  const url = new URL((await start()).url);
  const scopes = url.searchParams.get("scope")?.split(" ") ?? [];
  url.searchParams.set("scope", scopes.filter((scope) => scope !== "family:devices:control").join(" "));
  await comeBack(await atYoto(url.href));
  expect(await accounts()).toMatchObject([
    { missing: [{ scope: "family:devices:control", turnsOff: "live updates and steering of players" }] },
  ]);
});
