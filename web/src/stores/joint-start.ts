import type { ControlManyAnswer, ControlRequest, JointStart } from "../../../src/http/schema/control.ts";
import { request } from "../api/request.ts";

const lookEveryMs = 400;
const looks = 40;

/** Asks the same of several players. Throws `ApiFailure`. */
export function askMany(
  players: readonly string[],
  asked: ControlRequest,
  together = false,
): Promise<ControlManyAnswer> {
  return request("POST", "/api/players/control", { body: { players, together, request: asked } });
}

/** Waits until it is known how far apart players began; `undefined` when it did not become known. Throws `ApiFailure`. */
export async function beganApart(id: string): Promise<number | undefined> {
  for (let look = 0; look < looks; look += 1) {
    const start = await request<JointStart>("GET", `/api/players/joint-starts/${encodeURIComponent(id)}`);
    if (start.apartMs !== undefined) return start.apartMs;
    const open = start.orders.some(
      ({ outcome: { is } }) => is === "waiting" || is === "sent" || is === "acked",
    );
    if (!open) return undefined;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  return undefined;
}
