import { createHook } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { Socket } from "node:net";

/** What this process has under way by itself: bytes between two of its sockets, the thread pool's work, the next turn's. */
export type Traffic = {
  /** What is under way, in words; empty when everything stands still until time goes on or somebody outside speaks. */
  underWay(): readonly string[];
  /** Waits until nothing is under way. Throws when something is for too long. */
  settled(): Promise<void>;
};

/** A connection of which this process holds both ends. The server's is missing until it was accepted. */
type Line = { client?: Socket; server?: Socket };

/** Work of the thread pool and of name look-ups, by the names of Node's async hooks; random bytes are always made at once. */
const threadWork = /^(?:FSREQ|FILEHANDLECLOSEREQ|GET\w+REQWRAP|(?!HTTPCLIENT|RANDOM)\w+REQUEST$)/;
/** A longer wait is a time limit, and meant to pass unused. */
const soonMs = 20;
const patienceMs = 20_000;
/** What a packet sets off is over after one turn of the event loop; one more for whoever looks on from afar. */
const stillTurns = 2;

const lines = new Map<string, Line>();
const dialling = new Set<Socket>();
/** By Node's number for it. Immediates and short timers, and what the thread pool has to do. */
const soon = new Map<number, string>();
const jobs = new Map<number, string>();
let watching = false;
let onJobDone = () => {};
let settling: Promise<void> | undefined;

/**
 * Watches all traffic of this process from its first call on, which must come before the first connection. No clock is asked:
 * however slow the machine is, what was sent is under way until it was read, and a signature until it was made.
 */
export function watchTraffic(): Traffic {
  if (!watching) beginWatching();
  watching = true;
  const underWay = () => [
    ...soon.values(),
    ...jobs.values(),
    ...dialling.values().map(() => "a connection is being made"),
    ...lines.entries().flatMap(([name, line]) => (isBusy(line) ? [`bytes on ${name}`] : [])),
  ];
  return {
    underWay,
    // Whoever waits is not itself what another waits for.
    settled: () => {
      settling ??= stillness(underWay).finally(() => {
        settling = undefined;
      });
      return settling;
    },
  };
}

async function stillness(underWay: () => readonly string[]): Promise<void> {
  const sinceMs = performance.now();
  for (let turns = 0; turns < stillTurns; ) {
    // Turning while threads work would take the machine from them.
    await (jobs.size > 0 ? jobDone() : new Promise((resolve) => setImmediate(resolve)));
    turns = isStill() ? turns + 1 : 0;
    if (turns === 0 && performance.now() - sinceMs > patienceMs)
      throw new Error(`still under way after ${patienceMs} ms: ${underWay().join("; ")}`);
  }
}

function isStill(): boolean {
  return soon.size === 0 && jobs.size === 0 && dialling.size === 0 && !lines.values().some(isBusy);
}

function jobDone(): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(resolve, patienceMs);
    onJobDone = () => {
      clearTimeout(impatient);
      resolve();
    };
  });
}

function beginWatching(): void {
  const done = (asyncId: number) => {
    if (!soon.delete(asyncId) && jobs.delete(asyncId)) onJobDone();
  };
  createHook({
    init(asyncId, type, _trigger, resource) {
      if (type === "Immediate" || (type === "Timeout" && isSoon(resource))) soon.set(asyncId, type);
      else if (threadWork.test(type)) jobs.set(asyncId, type);
    },
    before: done,
    destroy: done,
    trackPromises: false,
  }).enable();
  subscribe("net.client.socket", (message) => {
    const client = socketIn(message);
    dialling.add(client);
    client.once("close", () => dialling.delete(client));
    client.once("connect", () => {
      dialling.delete(client);
      keep(`${client.localPort}>${client.remotePort}`, "client", client);
    });
  });
  subscribe("net.server.socket", (message) => {
    const server = socketIn(message);
    keep(`${server.remotePort}>${server.localPort}`, "server", server);
  });
}

function keep(name: string, end: keyof Line, socket: Socket): void {
  const line = lines.get(name) ?? {};
  line[end] = socket;
  lines.set(name, line);
  socket.once("close", () => {
    if (line.client?.closed !== false && line.server?.closed !== false && lines.get(name) === line)
      lines.delete(name);
  });
}

function isBusy({ client, server }: Line): boolean {
  if (client === undefined) return false;
  if (server === undefined) return !client.closed;
  return isComing(client, server) || isComing(server, client);
}

/** Whether something that `from` sent, or its end, will reach `to` without anybody doing anything. */
function isComing(from: Socket, to: Socket): boolean {
  if (to.closed || to.readableEnded || isHeldUp(to)) return false;
  if (to.destroyed || from.closed) return true;
  const isEnding = from.writableEnded && (from.writableFinished || from.writableLength === 0);
  return from.bytesWritten > to.bytesRead || isEnding;
}

/** Whoever takes no more for now leaves what comes where it is: a player that reads as fast as it plays. */
function isHeldUp(to: Socket): boolean {
  return !to.destroyed && (to.isPaused() || to.readableLength > 0);
}

function isSoon(resource: object): boolean {
  return (
    "_idleTimeout" in resource &&
    typeof resource._idleTimeout === "number" &&
    resource._idleTimeout <= soonMs &&
    "_repeat" in resource &&
    resource._repeat === null
  );
}

function socketIn(message: unknown): Socket {
  if (typeof message === "object" && message !== null && "socket" in message)
    if (message.socket instanceof Socket) return message.socket;
  throw new Error("Node no longer tells of its sockets as it did");
}
