import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A service with a meter in front. */
export type MeasuredService = AsyncDisposable & {
  readonly endpoint: string;
  /** What was asked of it since `fromMs`; forgets all of it. */
  usedSince(fromMs: number): ServiceUse;
};

export type ServiceUse = {
  /** Milliseconds in which at least one request was with the service. */
  readonly busyMs: number;
  readonly calls: number;
  /** Of all answers. */
  readonly bytes: number;
  /** How often it was asked while nothing else was with it: how many times somebody waited for the way there and back. */
  readonly rounds: number;
};

/** Passes requests on and writes down when. Times are `performance.now()`. */
export async function measured(endpoint: string): Promise<MeasuredService> {
  const target = new URL(endpoint);
  let spans: { readonly from: number; readonly to: number; readonly bytes: number }[] = [];
  const server = createServer((asked, answered) => {
    const from = performance.now();
    const { method, url, headers } = asked;
    const onward = request(
      { host: target.hostname, port: target.port, method, path: url, headers },
      (answer) => {
        answered.writeHead(answer.statusCode ?? 500, answer.headers);
        let bytes = 0;
        answer.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
        });
        answer.pipe(answered);
        answer.on("end", () => spans.push({ from, to: performance.now(), bytes }));
      },
    );
    onward.on("error", () => answered.destroy());
    asked.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    usedSince(fromMs) {
      const since = spans.filter(({ from }) => from >= fromMs).sort((one, other) => one.from - other.from);
      let [busyMs, bytes, rounds] = [0, 0, 0];
      let until = fromMs;
      for (const { from, to, bytes: some } of since) {
        if (from > until) rounds += 1;
        busyMs += Math.max(0, to - Math.max(from, until));
        bytes += some;
        until = Math.max(until, to);
      }
      spans = [];
      return { busyMs, calls: since.length, bytes, rounds };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
