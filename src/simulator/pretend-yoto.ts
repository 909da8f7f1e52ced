import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { approve } from "./auth/approve.ts";
import { createClients } from "./auth/clients.ts";
import { createGrants } from "./auth/grants.ts";
import { createTokenSigner } from "./auth/token-signer.ts";
import { type Broker, startBroker } from "./broker/broker.ts";
import { seededChance } from "./chance.ts";
import { type PretendClock, wallClock } from "./clock.ts";
import type { Cloud } from "./cloud.ts";
import { createCloudApp } from "./cloud-app.ts";
import type { ControlledPlayer, PretendWorld } from "./device-wire.ts";
import { createFaults } from "./faults.ts";
import { createJournal } from "./journal.ts";
import { restoreWorld, type SavedWorld, saveWorld } from "./saved-world.ts";
import { seedShop } from "./seed.ts";
import { createAccounts } from "./store/accounts.ts";
import { createCards } from "./store/cards.ts";
import { createDevices, type Device } from "./store/devices.ts";
import { createFamilies } from "./store/library.ts";
import { createMedia } from "./store/media.ts";
import { defaultSwitches, type Switches } from "./switches.ts";

export type PretendYotoOptions = {
  /** Default 0: any free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** How the world reaches it, without a trailing slash, if that is not `http://host:port`. */
  readonly publicUrl?: string;
  readonly clock?: PretendClock;
  readonly seed?: number;
  readonly accessTokenSeconds?: number;
  readonly switches?: Partial<Switches>;
  /** What `save` once gave: the world goes on from there. */
  readonly saved?: SavedWorld;
  /** How many journal entries are kept. */
  readonly journalLength?: number;
  /** Switches on a player for a device made over the control API. Without it such a device stays off. */
  readonly makePlayer?: (world: PretendWorld, device: Device) => Promise<ControlledPlayer>;
};

/** A running pretend cloud: OAuth, REST and Labs on one origin, MQTT on `mqttUrl`, control on `/_pretend`. */
export type PretendYoto = AsyncDisposable &
  PretendWorld &
  Omit<Cloud, "origin" | "publish"> & {
    /** Base address for login, API (and, with `/labs` behind it, Labs); no trailing slash. */
    readonly url: string;
    readonly labsUrl: string;
    readonly broker: Omit<Broker, "upgrade" | typeof Symbol.asyncDispose>;
    /** Puts a player under the control API; it is switched off with the cloud. */
    addPlayer<Player extends ControlledPlayer>(player: Player): Player;
    players(): readonly ControlledPlayer[];
    /** Does at once what the account's owner would do on login and consent page; see `approve`. */
    approve(sub: string, authorizeUrl: URL | string): URL;
    /** The records worth keeping, as plain JSON, for `saved` of a later start. */
    save(): SavedWorld;
  };

/** Starts a pretend Yoto cloud in this process. Everything is in memory and goes with it. */
export async function startPretendYoto(options: PretendYotoOptions = {}): Promise<PretendYoto> {
  const clock = options.clock ?? wallClock();
  const chance = seededChance(options.seed ?? 1);
  const runs = (options.saved?.runs ?? 0) + 1;
  // Ids, secrets and keys draw from their own sequence, so that faults and delays do not change them; another one on
  // each run, so that a restored world never gives out the same token twice.
  const idChance = seededChance((options.seed ?? 1) + 5_834_752 * runs);
  const journal = createJournal(clock, options.journalLength);
  const faults = createFaults(clock, chance, journal);
  const switches: Switches = {
    ...defaultSwitches,
    ...options.switches,
    ...(options.accessTokenSeconds === undefined ? {} : { accessTokenSeconds: options.accessTokenSeconds }),
  };
  let url = options.publicUrl ?? "";
  const origin = () => url;
  const ids = { clock, chance: idChance, switches, origin };
  let broker: Broker | undefined;

  const cloud: Cloud = {
    clock,
    chance: idChance,
    journal,
    faults,
    switches,
    origin,
    accounts: createAccounts(idChance),
    clients: createClients(idChance),
    grants: createGrants(ids),
    tokens: await createTokenSigner(ids),
    devices: createDevices({ clock, chance: idChance, switches }),
    cards: createCards(ids),
    families: createFamilies(ids),
    media: createMedia(ids),
    publish: (topic, payload) => broker?.publish(topic, payload),
  };
  seedShop(cloud);
  if (options.saved !== undefined) restoreWorld(cloud, options.saved);
  const startedBroker = await startBroker(cloud);
  broker = startedBroker;

  const players = new Map<string, ControlledPlayer>();
  const server = createServer();
  const port = await listen(server, options.port ?? 0, options.host ?? "127.0.0.1");
  if (url === "") url = `http://${urlHost(options.host ?? "127.0.0.1")}:${port}`;
  const world: PretendWorld = {
    clock,
    chance,
    journal,
    faults,
    apiUrl: url,
    mqttUrl: `${url.replace(/^http/, "ws")}/mqtt`,
    loseContact: (deviceId) => void startedBroker.freeze(deviceId),
  };
  const addPlayer = <Player extends ControlledPlayer>(player: Player) => {
    players.set(player.deviceId, player);
    return player;
  };

  const app = createCloudApp(cloud, {
    broker: startedBroker,
    players,
    makePlayer: async (device) => {
      const player = await options.makePlayer?.(world, device);
      return player === undefined ? undefined : addPlayer(player);
    },
  });
  server.on("request", getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  server.on("upgrade", (request, socket, head) => {
    // Documented is `/mqtt`; bcomnes/yoto-nodejs-client names no path and is let in by Yoto's broker, too.
    const path = request.url?.split("?")[0];
    if (path === "/mqtt" || path === "/") startedBroker.upgrade(request, socket, head);
    else socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
  });

  return {
    ...cloud,
    ...world,
    url,
    labsUrl: `${url}/labs`,
    broker: startedBroker,
    addPlayer,
    players: () => [...players.values()],
    approve: (sub, authorizeUrl) => approve(cloud, sub, authorizeUrl),
    save: () => saveWorld(cloud, runs),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...players.values()].map((player) => player[Symbol.asyncDispose]()));
      await startedBroker[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
