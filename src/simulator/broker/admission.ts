import type { AedesOptions, AuthenticateError, Client } from "aedes";
import type { Cloud } from "../cloud.ts";
import type { ConnectionFault } from "../faults.ts";
import { authorize } from "./authorizer.ts";
import type { Connection, Connections } from "./connections.ts";
import type { GatedStream } from "./gated-stream.ts";

type Deps = Pick<Cloud, "accounts" | "clock" | "devices" | "faults" | "switches" | "tokens">;

/** What the broker has of those who come, and does to those who are in. */
type Door = {
  readonly connections: Connections;
  readonly gates: WeakMap<object, GatedStream>;
  readonly note: (clientId: string, what: string) => void;
  readonly cut: (connection: Connection, why: string) => void;
  readonly freeze: (connection: Connection) => void;
};

/** Who is let in, from CONNECT to CONNACK, and until when: the keepalive is clamped, the token judged, its end awaited. */
export function createAdmission(
  deps: Deps,
  { connections, gates, note, cut, freeze }: Door,
): Required<Pick<AedesOptions, "preConnect" | "authenticate">> {
  const { clock, faults, switches } = deps;
  /** Set between CONNECT and the end of authentication. */
  const arriving = new WeakMap<
    Client,
    { gate: GatedStream; keepaliveSeconds: number; fault?: ConnectionFault }
  >();

  const letIn = (connection: Connection, fault: ConnectionFault | undefined) => {
    connections.add(connection);
    const { peer, clientId, timers, gate } = connection;
    note(clientId, peer.is === "player" ? "player connected" : `client connected for ${peer.sub}`);
    if (peer.is === "client")
      timers.add(
        clock.after(peer.expiresAtMs - clock.nowMs(), () => cut(connection, "the token has expired")),
      );
    if (fault?.do === "drop-after") timers.add(clock.after(fault.ms, () => cut(connection, "fault")));
    if (fault?.do === "half-open" && fault.afterMs !== undefined)
      timers.add(clock.after(fault.afterMs, () => freeze(connection)));
    gate.stream.once("close", () => {
      connections.remove(connection);
      note(clientId, "connection ended");
    });
  };

  return {
    preConnect: (client, packet, done) => {
      const gate = gates.get(client.conn);
      const fault = faults.takeConnection("connect", packet.clientId);
      if (gate === undefined || fault?.do === "drop") {
        client.conn.destroy();
        return;
      }
      if (fault?.do === "hang") return;
      if (packet.clientId === "" || packet.clientId.length > 128) {
        done(new Error("a client id has 1 to 128 characters"), false);
        return;
      }
      const asked = packet.keepalive ?? 0;
      const keepalive = asked === 0 ? 1_200 : Math.min(1_200, Math.max(30, asked));
      if (switches.clampKeepalive) packet.keepalive = keepalive;
      arriving.set(client, { gate, keepaliveSeconds: packet.keepalive || 1_200, ...(fault && { fault }) });
      done(null, true);
    },

    authenticate: (client, username, password, done) => {
      const arrival = arriving.get(client);
      if (arrival === undefined) return;
      const { gate, keepaliveSeconds, fault } = arrival;
      if (fault?.do === "refuse-connack") {
        done(refusedWith(fault.code, "fault"), false);
        return;
      }
      authorize(deps, username ?? "", password?.toString() ?? "")
        .then((peer) => {
          if (typeof peer === "string") {
            note(client.id, `refused: ${peer}`);
            done(refusedWith(5, peer), false);
            return;
          }
          const clientId = client.id;
          letIn(
            {
              client,
              gate,
              clientId,
              peer,
              keepaliveSeconds,
              subscriptions: new Map(),
              timers: new Set(),
              published: { sinceMs: clock.nowMs(), times: 0 },
              frozen: false,
              freezesWhenReady: fault?.do === "half-open" && fault.afterMs === undefined,
              ended: false,
            },
            fault,
          );
          done(null, true);
        })
        .catch((error: unknown) => done(refusedWith(3, String(error)), false));
    },
  };
}

function refusedWith(returnCode: 2 | 3 | 4 | 5, why: string): AuthenticateError {
  return Object.assign(new Error(why), { returnCode: returnCode as AuthenticateError["returnCode"] });
}
