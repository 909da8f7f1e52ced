import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A service with a meter in front: how much of a stretch of time it was busy for us. */
export type MeasuredService = AsyncDisposable & {
  readonly endpoint: string;
  /** Milliseconds since `fromMs` in which at least one request was with the service. */
  busySince(fromMs: number): number;
};

/** Passes requests on and writes down when. Times are `performance.now()`. */
export async function measured(endpoint: string): Promise<MeasuredService> {
  const target = new URL(endpoint);
  let spans: { readonly from: number; readonly to: number }[] = [];
  const server = createServer((asked, answered) => {
    const from = performance.now();
    const { method, url, headers } = asked;
    const onward = request(
      { host: target.hostname, port: target.port, method, path: url, headers },
      (answer) => {
        answered.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(answered);
        answer.on("end", () => spans.push({ from, to: performance.now() }));
      },
    );
    onward.on("error", () => answered.destroy());
    asked.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    busySince(fromMs) {
      const since = spans.filter(({ from }) => from >= fromMs).sort((one, other) => one.from - other.from);
      let busy = 0;
      let until = fromMs;
      for (const { from, to } of since) {
        busy += Math.max(0, to - Math.max(from, until));
        until = Math.max(until, to);
      }
      spans = [];
      return busy;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
