import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "../http/app-env.ts";
import { serveProbesOnNode } from "../http/probe/serve-probes-on-node.ts";
import { createEndless } from "../http/streams/endless.ts";
import { createOpenFiles } from "../http/streams/open-files.ts";
import { createRadio } from "../http/streams/radio.ts";
import { serveSlotsOnNode } from "../http/streams/serve-slots-on-node.ts";
import type { Slots } from "../http/streams/slots.ts";
import type { AudioFiles } from "../ports/audio-files.ts";
import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Web } from "../ports/web.ts";
import type { Probes } from "../stores/probes.ts";

/** The address is taken, or not ours. The message says what to do. */
export class CannotListen extends Error {
  override readonly name = "CannotListen";
}

/** A socket that listens; until there is something to serve it answers 503. Disposing lets requests end, for a moment. */
export type WebServer = AsyncDisposable & {
  readonly port: number;
  serve(what: {
    readonly app: OpenAPIHono<AppEnv>;
    readonly slots: Slots;
    readonly probes: Probes;
    readonly chance: Chance;
    readonly files: AudioFiles;
    readonly clock: Clock;
    readonly internet: Web;
    readonly log: Log;
  }): void;
};

/** Whoever is in the middle of a story gets this long when we stop. */
const patienceMs = 1500;

/** Listens. Throws {@link CannotListen}. */
export async function startWebServer(host: string, port: number): Promise<WebServer> {
  const openFiles = createOpenFiles();
  /** What must end before connections do. */
  const endings = new AsyncDisposableStack();
  const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 0 });
  let serving = false;
  server.on("request", (_, response) => {
    if (serving) return;
    response
      .writeHead(503, { "Retry-After": "1", "Content-Type": "text/plain" })
      .end("Starting, one moment.\n");
  });
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    serve({ app, slots, probes, chance, files, clock, internet, log }) {
      const toApp = getRequestListener(app.fetch);
      const endless = createEndless({ clock, files, openFiles, log });
      const radio = createRadio({ web: internet, clock, log });
      endings.use(endless);
      endings.use(radio);
      const onNode = serveSlotsOnNode({ slots, files, openFiles, endless, radio, log });
      const onProbe = serveProbesOnNode({ probes, clock, chance, log });
      serving = true;
      server.on("request", (request, response) =>
        onProbe(request, response, () => onNode(request, response, () => void toApp(request, response))),
      );
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await endings.disposeAsync();
      server.closeIdleConnections();
      const impatient = setTimeout(() => server.closeAllConnections(), patienceMs);
      await closed;
      clearTimeout(impatient);
      await openFiles[Symbol.asyncDispose]();
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const next = port + 1;
      const taken = `Port ${port} is taken by another program. Stop that, or choose another port: PORT=${next} npm start`;
      const other = `Cannot listen on ${host}:${port} (${error.code ?? error.message}). Set HOST and PORT to an address of this machine.`;
      reject(new CannotListen(error.code === "EADDRINUSE" ? taken : other, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}
