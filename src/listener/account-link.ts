import type { PlayerMessage } from "../domain/players/player-message.ts";
import type { Log } from "../ports/log.ts";
import type { Disconnected, YotoConnection, YotoMqtt } from "../ports/yoto-mqtt.ts";
import type { Agenda } from "./agenda.ts";

/** One connection of an account, with what we know of its life. Times are the agenda's. */
export type AccountLink = {
  readonly accessToken: string;
  /** Tells its messages from those of the connection that relieves it. */
  readonly name: string;
  readonly openedAtMs: number;
  /** When the broker last showed that it hears us or we hear it. */
  lastAliveMs(): number;
  /** Says something over it. `false`: it is gone; then a next connection asks for everything anyway. */
  say(what: (connection: YotoConnection) => Promise<void>): Promise<boolean>;
  /** Fulfils once, never rejects. */
  readonly gone: Promise<Disconnected>;
  close(): Promise<void>;
  /** Ends it at once, as a connection that is open and yet dead. */
  giveUp(): void;
};

/** A broker that takes longer to acknowledge is not there any more, whatever the socket says. */
const acknowledgedWithinMs = 10_000;

/** Connects. Throws what `YotoMqtt.connect` throws. */
export async function openLink(
  deps: { readonly mqtt: YotoMqtt; readonly agenda: Agenda; readonly log: Log },
  options: {
    readonly accessToken: string;
    readonly clientId: string;
    readonly onMessage: (message: PlayerMessage, way: string) => Promise<void> | void;
    readonly signal: AbortSignal;
  },
): Promise<AccountLink> {
  const { agenda, log } = deps;
  const { accessToken, clientId } = options;
  let aliveMs = agenda.nowMs();
  /** Messages for which the broker is held up, and since when there are none. */
  let holding = 0;
  let freeSinceMs = Number.NEGATIVE_INFINITY;
  const goOn = () => {
    holding--;
    freeSinceMs = agenda.nowMs();
  };
  const connection = await deps.mqtt.connect({
    accessToken,
    clientId,
    signal: options.signal,
    onMessage: (message) => {
      aliveMs = agenda.nowMs();
      // Whatever a broker can send, and whatever we make of it, must not end the process.
      try {
        const taken = options.onMessage(message, clientId);
        if (taken === undefined) return undefined;
        holding++;
        return taken.then(goOn, goOn);
      } catch (error) {
        log.error("player-message-not-handled", { playerId: message.playerId, topic: message.topic, error });
        return undefined;
      }
    },
  });

  const { promise: gone, resolve } = Promise.withResolvers<Disconnected>();
  let over = false;
  const end = (why: Disconnected) => {
    over = true;
    resolve(why);
  };
  void connection.closed.then(end);
  const close = async () => {
    end({ why: "closed-by-us" });
    await connection[Symbol.asyncDispose]();
  };
  const giveUp = () => {
    end({ why: "silent", detail: "not acknowledged" });
    void close().catch((error: unknown) => log.warn("yoto-link-not-closed", { error }));
  };

  return {
    accessToken,
    name: clientId,
    openedAtMs: agenda.nowMs(),
    lastAliveMs: () => aliveMs,
    gone,
    close,
    giveUp,
    async say(what) {
      if (over) return false;
      const impatient = () => {
        // What it confirms waits behind what we do not take.
        const leftMs = acknowledgedWithinMs - (holding > 0 ? 0 : agenda.nowMs() - freeSinceMs);
        if (leftMs > 0) callOff = agenda.after(leftMs, impatient);
        else giveUp();
      };
      let callOff = agenda.after(acknowledgedWithinMs, impatient);
      try {
        await what(connection);
        aliveMs = agenda.nowMs();
        return true;
      } catch (error) {
        if (!over) log.warn("yoto-link-not-heard", { error });
        return false;
      } finally {
        callOff();
      }
    },
  };
}
