import { fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";

/** Keep-alive connections that ask for random ranges of one address, as fast as they are answered, for a while. */
export type RangeLoad = {
  readonly port: number;
  readonly path: string;
  readonly fileBytes: number;
  readonly rangeBytes: number;
  readonly connections: number;
  readonly seconds: number;
};

/** Runs the load in a process of its own; answers with requests per second. Throws when an answer is not the range asked for. */
export async function rangesPerSecond(load: RangeLoad): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(load)]);
  const [result] = (await once(child, "message")) as [{ perSecond: number } | { error: string }];
  if ("error" in result) throw new Error(result.error);
  return result.perSecond;
}

/**
 * HTTP by hand: a client library would need more of the machine than the server under test. Looks at the status and the length
 * of each answer and counts bytes.
 */
async function generate({
  port,
  path,
  fileBytes,
  rangeBytes,
  connections,
  seconds,
}: RangeLoad): Promise<number> {
  let answered = 0;
  const until = performance.now() + seconds * 1000;
  const ask = () => {
    const first = Math.floor(Math.random() * (fileBytes - rangeBytes));
    return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=${first}-${first + rangeBytes - 1}\r\n\r\n`;
  };
  const talk = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(port, "127.0.0.1");
      let head = "";
      let bodyLeft = 0;
      socket.on("connect", () => socket.write(ask()));
      socket.on("error", reject);
      socket.on("data", (chunk: Buffer) => {
        let body = chunk.byteLength;
        if (bodyLeft === 0) {
          head += chunk.toString("latin1");
          const end = head.indexOf("\r\n\r\n");
          if (end < 0) return;
          if (
            !head.startsWith("HTTP/1.1 206") ||
            !new RegExp(`content-length: ${rangeBytes}\r`, "i").test(head)
          ) {
            socket.destroy();
            return reject(new Error(`not the range asked for: ${head.slice(0, 300)}`));
          }
          body = head.length - end - 4;
          head = "";
          bodyLeft = rangeBytes;
        }
        bodyLeft -= body;
        if (bodyLeft > 0) return;
        answered++;
        if (performance.now() < until) return void socket.write(ask());
        socket.end();
        resolve();
      });
    });
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, talk));
  return (answered * 1000) / (performance.now() - began);
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send !== undefined) {
  const load = JSON.parse(process.argv[2] ?? "{}") as RangeLoad;
  const result = await generate(load).then(
    (perSecond) => ({ perSecond }),
    (error: unknown) => ({ error: String(error) }),
  );
  process.send(result);
  process.disconnect();
}
