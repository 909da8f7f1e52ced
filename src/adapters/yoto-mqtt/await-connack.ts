import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { OpenClient } from "./open-client.ts";

/**
 * Waits until the broker has accepted the connection (CONNACK). Throws `YotoTrouble`: `unauthorized` when it refused the token, `unavailable` when
 * there was no answer, and the signal's reason when that came first. Nothing stays open after a failure.
 */
export async function awaitConnack(open: OpenClient, signal: AbortSignal): Promise<void> {
  try {
    await connack(open, signal);
  } catch (trouble) {
    open.drop({ why: "refused" });
    throw trouble;
  }
}

function connack({ client, socket, closed }: OpenClient, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let upgraded = false;
  const onAbort = () => reject(signal.reason);
  socket.once("open", () => {
    upgraded = true;
  });
  socket.once("error", (error) => reject(troubleOf(error)));
  client.once("connect", () => resolve());
  client.once("error", (error) => reject(troubleOf(error)));
  // AWS closes without a word where its authorizer said no. Taking an outage for a refusal costs one spare refresh of the
  // token; the other way round we would come back with a dead token until it expires.
  void closed.then(() => reject(upgraded ? refused("closed without an answer") : unavailable("closed")));
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return promise.finally(() => signal.removeEventListener("abort", onAbort));
}

/** The return codes of MQTT 3.1.1 with which a broker refuses who we say we are. */
const refusals = new Set<unknown>([4, 5]);

function troubleOf(error: Error & { code?: unknown }): YotoTrouble {
  const isRefusal = refusals.has(error.code) || /Unexpected server response: 40[13]/.test(error.message);
  return isRefusal ? refused(error.message) : unavailable(error.message || String(error.code), error);
}

const refused = (detail: string) =>
  new YotoTrouble("unauthorized", "Yoto's players did not accept our token; we get a fresh one", { detail });
const unavailable = (detail: string, cause?: unknown) =>
  new YotoTrouble("unavailable", "Yoto's players cannot be reached; we try again soon", { detail, cause });
