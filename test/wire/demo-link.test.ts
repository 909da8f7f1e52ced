import { expect, test } from "vitest";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { linkDemoFamily } from "../../src/main/link-demo-family.ts";
import { anApp } from "../http/an-app.ts";
import { failureOf, startPretendWorld } from "./pretend-world.ts";

async function aDemo() {
  const world = await startPretendWorld();
  world.yoto.switches.autoConsentAs = world.account.sub;
  const app = anApp({ yotoUrl: world.yoto.url, clock: { ...systemClock(), sleep: async () => {} } });
  const link = () => linkDemoFamily(app.deps, { yoto: world.yoto, accountId: world.account.sub } as never);
  return { world, app, link };
}

test("the demo's family is linked although the line breaks while it signs in", async () => {
  const { world, app, link } = await aDemo();
  await using _ = world;
  world.yoto.faults.add({ where: { path: "/authorize" }, what: { do: "drop" }, times: 2 });
  world.yoto.faults.add({ where: { path: "/oauth/token" }, what: { do: "lost-response" } });
  await link();
  expect((await app.stores.accounts.list()).map(({ value }) => value.id)).toEqual([world.account.sub]);
  expect(world.requests("GET", "/authorize")).toHaveLength(4);
});

test("a line that stays broken is told after five tries", async () => {
  const { world, app, link } = await aDemo();
  await using _ = world;
  world.yoto.faults.add({ where: { path: "/authorize" }, what: { do: "drop" }, times: "always" });
  expect(await failureOf(link())).toBeInstanceOf(TypeError);
  expect(world.requests("GET", "/authorize")).toHaveLength(5);
  expect(await app.stores.accounts.list()).toEqual([]);
});
