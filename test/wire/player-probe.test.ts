import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { expect, test, vi } from "vitest";
import { serveProbesOnNode } from "../../src/http/probe/serve-probes-on-node.ts";
import type { Probe, ProbedModels } from "../../src/http/schema/probe.ts";
import { createStores } from "../../src/main/create-stores.ts";
import {
  type FetchProfile,
  type FetchProfileName,
  fetchProfiles,
} from "../../src/simulator/player/fetch-profile.ts";
import { anApp } from "../http/an-app.ts";
import { startListeningWorld } from "./listening-world.ts";
import { virtualTime } from "./virtual-time.ts";

vi.setConfig({ testTimeout: 120_000 });

const ahead = { never: "never", refetch: "asks-again", play: "plays-it" } as const;

/** What the probe must find on a player that fetches like this. */
function abilitiesOf(profile: FetchProfile): Probe["abilities"] {
  return {
    httpVersion: profile.httpVersion,
    keepsConnections: profile.keepAlive,
    asksHeadFirst: profile.headFirst,
    asksTwice: profile.getTwice,
    letsGoByItself: profile.hangsUpAfterBytes !== undefined,
    resumesWithRange: profile.resumesWithRange,
    fetchesAhead: ahead[profile.prefetches],
    // Who plays what it fetched ahead does not show when it began.
    ...(profile.prefetches !== "play" && { beginsWithLittle: profile.startsAfterBytes < 32 * 1_024 }),
    waitsFiveSeconds: true,
    playsWithoutLength: true,
    playsChunked: true,
    playsAac: true,
    playsLowRate: true,
    followsRedirects: profile.maxRedirects === 0 ? 0 : 3,
    keepsCopies: false,
  };
}

test("the probe finds of every kind of player exactly what it does", async () => {
  const time = virtualTime(Date.UTC(2030, 0, 7, 12));
  await using world = await startListeningWorld({ time });
  const { table, secrets, clock, chance, log, cloud, commands } = world;
  const stores = createStores({ table, secrets, clock, chance });
  let serve: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => serve(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const publicUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const { signIn } = world.tokenDeps;
  const app = anApp({ stores, clock, chance, cloud, signIn, commands, publicUrl });
  const toApp = getRequestListener(app.app.fetch, { overrideGlobalObjects: false });
  const onProbe = serveProbesOnNode({ probes: stores.probes, clock, chance, log });
  serve = (request, response) => onProbe(request, response, () => void toApp(request, response));
  const cookie = await app.setUp();
  const ask = async <Answer>(method: string, path: string, json?: unknown): Promise<Answer> =>
    (await (await app.ask(method, path, { cookie, ...(json !== undefined && { json }) })).json()) as Answer;

  const { id, account } = await world.link();
  const names = Object.keys(fetchProfiles) as FetchProfileName[];
  const players = await Promise.all(
    names.map((name) =>
      world.addPlayer(account, {
        name,
        fetchProfile: name,
        // The server lives in the same time: what is not there when all stands still comes later.
        patienceMs: 5,
        repeatAll: false,
        habits: { saysLegacy: false, saysStatusByItself: true, saysText: false },
      }),
    ),
  );
  const listener = world.listen();
  await listener.connected(id);
  for (const player of players)
    await world.when("a first report", async () => (await world.state(player.id))?.volumeSteps !== undefined);

  let probes: readonly Probe[] = [];
  for (const player of players)
    probes = [...probes, await ask<Probe>("POST", "/api/probes", { playerId: player.id })];
  for (let step = 0; step < 80 && probes.some(({ finishedAtMs }) => finishedAtMs === undefined); step += 1) {
    await time.advance(4_000);
    probes = await Promise.all(probes.map((probe) => ask<Probe>("POST", `/api/probes/${probe.id}/drive`)));
  }

  const found = Object.fromEntries(probes.map(({ playerName, abilities }) => [playerName, abilities]));
  expect(found).toEqual(Object.fromEntries(names.map((name) => [name, abilitiesOf(fetchProfiles[name])])));
  const { items } = await ask<ProbedModels>("GET", "/api/probes");
  expect(items.map(({ model }) => model)).toEqual(["v3"]);

  const [first] = players;
  const [probe] = probes;
  first?.insertCard(probe?.buttonsCardId ?? "");
  await time.advance(3_000);
  first?.pressRight();
  await time.advance(2_000);
  const pressed = await ask<Probe>("POST", `/api/probes/${probe?.id}/drive`);
  expect(pressed.abilities.choosesStreams).toBe(true);
  app.stop();
  server.closeAllConnections();
  server.close();
});
