import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { AccountHealth } from "../../domain/listener-health.ts";

/** MQTT speaks at least once a minute; a connection that has been away for three is not coming back by itself. */
export const silentMostMs = 180_000;

/** Whether a listener does its work: some account that could be listened to has a connection, or lost it just now. */
export function isListening(accounts: readonly AccountHealth[], nowMs: number): boolean {
  const linked = accounts.filter((each) => each.linked === "linked");
  return (
    linked.length === 0 ||
    linked.some(({ mqtt, sinceMs }) => mqtt === "connected" || nowMs - sinceMs < silentMostMs)
  );
}

/** Tells a container's keeper, on this machine only, whether the listener is well: 200 or 503 with what stands where. */
export async function serveListenerHealth(
  port: number,
  deps: { readonly accounts: () => readonly AccountHealth[]; readonly nowMs: () => number },
): Promise<{ readonly port: number } & AsyncDisposable> {
  const server = createServer((_, response) => {
    const accounts = deps.accounts();
    response
      .writeHead(isListening(accounts, deps.nowMs()) ? 200 : 503, { "content-type": "application/json" })
      .end(JSON.stringify(accounts.map(({ accountId: _id, ...told }) => told)));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
