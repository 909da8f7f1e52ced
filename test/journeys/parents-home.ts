import { createFeedReader } from "../../src/adapters/markup/feeds/feed-reader.ts";
import { createAnalyzer } from "../../src/adapters/memory/analyzer.ts";
import { createMemoryAudioFiles } from "../../src/adapters/memory/audio-files.ts";
import { createPasswords } from "../../src/adapters/passwords/passwords.ts";
import { createPictureMaker } from "../../src/adapters/wasm/picture-maker.ts";
import { createWeb } from "../../src/adapters/web/web.ts";
import { PlayerId } from "../../src/domain/ids.ts";
import type { ErrorEnvelope } from "../../src/http/schema/error.ts";
import type { Player } from "../../src/http/schema/player.ts";
import { assembleApp } from "../../src/main/assemble-app.ts";
import { createStores } from "../../src/main/create-stores.ts";
import { mediaSourcesOver } from "../../src/main/media-sources.ts";
import { startWebServer } from "../../src/main/web-server.ts";
import type { DeviceModel } from "../../src/simulator/store/devices.ts";
import { aPlayerOf, aStreamingCard, startFamilyServer } from "../wire/family-in-a-world.ts";
import { until } from "../wire/linked-world.ts";
import { startListeningWorld } from "../wire/listening-world.ts";
import { startAwsWorld } from "./aws-world.ts";
import type { Parent } from "./parent.ts";

type Refused = { readonly status: number; readonly code: string; readonly message: string };

/** On AWS: one deployment for all tests of a file, each with a family of its own in it. */
export type Deployment = Omit<Awaited<ReturnType<typeof startAwsWorld>>, "parent"> & {
  readonly parent: Parent;
  readonly server: Awaited<ReturnType<typeof startFamilyServer>>;
  /** One after the other: whoever is asked for consent is a switch of the pretend Yoto. */
  linking: Promise<unknown>;
};

/**
 * A parent and a linked family with the players asked for, all of them switched on and heard of: at home, or in a deployment on
 * AWS. What a player really does is asked of the pretend player itself.
 */
export async function aParentsHome<Name extends string>(
  models: Readonly<Record<Name, DeviceModel>>,
  deployment?: Deployment,
) {
  const home = await (deployment === undefined ? onThisMachine(models) : inDeployment(models, deployment));
  const { players, send, yoto, account, serverUrl } = home;
  /** Throws with the API's own words when it refuses. */
  const ask = async <Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await send(method, path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  };
  if (deployment === undefined)
    await ask("POST", "/api/session/setup", { name: "anna", password: "a long password" });
  const seen = (name: Name) => ask<Player>("GET", `/api/players/${players[name].id}`);
  for (const name of Object.keys(models) as Name[])
    await until(`word from ${name}`, async () => {
      const answer = await send("GET", `/api/players/${players[name].id}`);
      return answer.ok && ((await answer.json()) as Player).volume !== undefined;
    });

  return {
    ...home,
    ask,
    /** The player as the API tells it. */
    seen,
    path: (name: Name) => `/api/players/${players[name].id}`,
    control: (name: Name, request: object) =>
      ask<{ order: { id: string } }>("POST", `/api/players/${players[name].id}/control`, request),
    /** How the API refuses; throws when it does not. */
    async refusal(method: string, path: string, body?: unknown): Promise<Refused> {
      const answer = await send(method, path, body);
      if (answer.ok) throw new Error(`${method} ${path} was not refused: ${await answer.text()}`);
      const { error }: ErrorEnvelope = (await answer.json()) as ErrorEnvelope;
      return { status: answer.status, code: error.code, message: error.message };
    },
    /** A card of three tracks that stream from the family's own server, put in or not. */
    card: (keys?: readonly string[]) => aStreamingCard(yoto, account, serverUrl, keys),
    playerId: (name: Name) => PlayerId(players[name].deviceId),
  };
}

/** Opens a deployment for the tests of a file. */
export async function aDeployment(): Promise<Deployment> {
  const world = await startAwsWorld();
  const [parent, server] = await Promise.all([world.parent(), startFamilyServer(), world.listen()]);
  return {
    ...world,
    parent,
    server,
    linking: Promise.resolve(),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    },
  };
}

/** A family more in the deployment. Its players stay with it. */
async function inDeployment<Name extends string>(
  models: Readonly<Record<Name, DeviceModel>>,
  deployment: Deployment,
) {
  const { yoto, parent, server } = deployment;
  const account = yoto.accounts.add({ name: "Robin" });
  const names = Object.keys(models) as Name[];
  const players = Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await aPlayerOf(yoto, account, { model: models[name], name })]),
    ),
  ) as Record<Name, Awaited<ReturnType<typeof aPlayerOf>>>;
  deployment.linking = deployment.linking.then(() => deployment.link(account));
  await deployment.linking;
  const send = (method: string, path: string, body?: unknown) =>
    parent.send(
      method,
      path,
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } },
    );
  return {
    yoto,
    account,
    players,
    url: deployment.url,
    serverUrl: server.url,
    send,
    async [Symbol.asyncDispose]() {
      await Promise.all(names.map((name) => players[name][Symbol.asyncDispose]()));
    },
  };
}

/** Our server on a socket in this process, its listener on Yoto's broker. */
async function onThisMachine<Name extends string>(models: Readonly<Record<Name, DeviceModel>>) {
  const opened = new AsyncDisposableStack();
  const world = opened.use(await startListeningWorld());
  const { clock, chance, log, secrets, table } = world;
  const stores = createStores({ table, secrets, clock, chance });
  const server = opened.use(await startWebServer("127.0.0.1", 0));
  const stop = new AbortController();
  opened.defer(() => stop.abort());
  const url = `http://127.0.0.1:${server.port}`;
  const files = createMemoryAudioFiles();
  const internet = createWeb();
  const { app, slots, deps } = assembleApp({
    stores,
    files,
    passwords: createPasswords({ memoryKib: 8, passes: 1, lanes: 1 }),
    pictureMaker: createPictureMaker(),
    commands: world.commands,
    liveUpdates: world.live,
    analyzer: createAnalyzer({ clock, chance }),
    clock,
    chance,
    log,
    cloud: world.cloud,
    signIn: world.tokenDeps.signIn,
    internet,
    feedReader: createFeedReader(),
    mediaSources: mediaSourcesOver(createWeb(), chance),
    accountState: async () => ({ state: "connected" }),
    version: "0.0.0-test",
    kinds: { store: "memory", audio: "memory" },
    publicUrl: new URL(url),
    publicUrlIsSet: false,
    boundToLoopback: true,
    realYoto: false,
    settleMs: 250,
    demo: { pretendUrl: new URL(world.yoto.url) },
    signal: stop.signal,
  });
  server.serve({ app, slots, probes: stores.probes, chance, files, clock, internet, log });

  const linked = await world.link();
  const names = Object.keys(models) as Name[];
  const players = Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await world.addPlayer(linked.account, { model: models[name], name })]),
    ),
  ) as Record<Name, Awaited<ReturnType<typeof world.addPlayer>>>;
  const listener = world.listen();
  await listener.connected(linked.id);

  let cookie = "";
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(cookie && { cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
    return answer;
  };
  return {
    ...world,
    stores,
    deps,
    linked,
    account: linked.account,
    players,
    url,
    serverUrl: world.home.url,
    send,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await opened.disposeAsync();
    },
  };
}
