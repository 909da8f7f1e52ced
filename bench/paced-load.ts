import { fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";

/** Listeners of one address without an end, each a player of its own, who hear for a while. */
export type PacedLoad = {
  readonly port: number;
  readonly path: string;
  readonly listeners: number;
  /** How long what is given at once may take, before anything counts. */
  readonly settleSeconds: number;
  readonly seconds: number;
  /** What was heard in a second, were the pace exact. */
  readonly bytesPerSecond: number;
};

/**
 * Runs the load in a process of its own; `onSettled` is called when the measured time begins, and its answer when it is over.
 * Answers with the largest error of any listener's pace, as a part of it.
 */
export async function pacedError(load: PacedLoad, onSettled: () => () => void): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(load)]);
  await once(child, "message");
  const over = onSettled();
  const [result] = (await once(child, "message")) as [{ worst: number }];
  over();
  return result.worst;
}

async function listen(load: PacedLoad, tellSettled: () => void): Promise<number> {
  const { port, path, listeners, settleSeconds, seconds, bytesPerSecond } = load;
  const heard = Array.from({ length: listeners }, () => ({ bytes: 0, chunks: [] as [number, number][] }));
  const sockets = heard.map((each, n) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nUser-Agent: player ${n}\r\n\r\n`),
    );
    socket.on("data", (chunk: Buffer) => {
      each.bytes += chunk.byteLength;
      if (settled) each.chunks.push([performance.now(), each.bytes]);
    });
    return socket;
  });
  let settled = false;
  await new Promise((resolve) => setTimeout(resolve, settleSeconds * 1000));
  settled = true;
  tellSettled();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  for (const socket of sockets) socket.destroy();
  return Math.max(
    ...heard.map(({ chunks }) => {
      // From one delivery to the last: what came between them is what the time between them was worth.
      const [first, last] = [chunks[0], chunks.at(-1)];
      if (first === undefined || last === undefined || last[0] <= first[0]) return 1;
      const pace = ((last[1] - first[1]) * 1000) / (last[0] - first[0]);
      return Math.abs(pace - bytesPerSecond) / bytesPerSecond;
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send !== undefined) {
  const load = JSON.parse(process.argv[2] ?? "{}") as PacedLoad;
  const worst = await listen(load, () => process.send?.("settled"));
  process.send({ worst });
  process.disconnect();
}
