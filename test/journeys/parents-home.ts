import { createFeedReader } from "../../src/adapters/feeds/feed-reader.ts";
import { createAnalyzer } from "../../src/adapters/memory/analyzer.ts";
import { createMemoryAudioFiles } from "../../src/adapters/memory/audio-files.ts";
import { createPasswords } from "../../src/adapters/passwords/passwords.ts";
import { createPictureMaker } from "../../src/adapters/wasm/picture-maker.ts";
import { createWeb } from "../../src/adapters/web/web.ts";
import { PlayerId } from "../../src/domain/ids.ts";
import type { ErrorEnvelope } from "../../src/http/schema/error.ts";
import type { Player } from "../../src/http/schema/player.ts";
import { appOver } from "../../src/main/app-over.ts";
import { mediaSourcesOver } from "../../src/main/media-sources.ts";
import { storesOver } from "../../src/main/stores-over.ts";
import { startWebServer } from "../../src/main/web-server.ts";
import type { DeviceModel } from "../../src/simulator/store/devices.ts";
import { until } from "../wire/linked-world.ts";
import { startListeningWorld } from "../wire/listening-world.ts";

type Refused = { readonly status: number; readonly code: string; readonly message: string };

/**
 * A parent at home: our server on a socket, its listener on Yoto's broker, a linked family with the players asked for, all of
 * them switched on and heard of. What a player really does is asked of the pretend player itself.
 */
export async function aParentsHome<Name extends string>(models: Readonly<Record<Name, DeviceModel>>) {
  const opened = new AsyncDisposableStack();
  const world = opened.use(await startListeningWorld());
  const { clock, chance, log, secrets, table } = world;
  const stores = storesOver({ table, secrets, clock, chance });
  const server = opened.use(await startWebServer("127.0.0.1", 0));
  const stop = new AbortController();
  opened.defer(() => stop.abort());
  const url = `http://127.0.0.1:${server.port}`;
  const files = createMemoryAudioFiles();
  const internet = createWeb();
  const { app, slots, deps } = appOver({
    stores,
    files,
    passwords: createPasswords(),
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
  /** Throws with the API's own words when it refuses. */
  const ask = async <Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await send(method, path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  };
  await ask("POST", "/api/session/setup", { name: "anna", password: "a long password" });
  const seen = (name: Name) => ask<Player>("GET", `/api/players/${players[name].id}`);
  for (const name of names)
    await until(`word from ${name}`, async () => (await seen(name)).volume !== undefined);

  return {
    ...world,
    stores,
    deps,
    linked,
    players,
    url,
    send,
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
    /** A card of three tracks that stream from the home, put in or not. */
    card: (keys?: readonly string[]) => world.card(linked.account, keys),
    playerId: (name: Name) => PlayerId(players[name].deviceId),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await opened.disposeAsync();
    },
  };
}
