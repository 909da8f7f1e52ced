import type { Timer } from "../clock.ts";
import { commandTopics, configChangedTopic, presenceTopic } from "../device-wire.ts";
import type { PretendYoto } from "../pretend-yoto.ts";
import type { MqttLink, MqttLinkEvents } from "./mqtt-link.ts";

/** How long the broker takes to miss a player that vanished: one and a half of its keepalives. */
const missedAfterMs = 90_000;

/**
 * A player's link without a socket: it is heard and hears as over MQTT, faults on topics included, at a tenth of the cost.
 * For the long lives of many players; the broker cannot cut it.
 */
export function directLink(
  { broker, clock }: Pick<PretendYoto, "broker" | "clock">,
  deviceId: string,
): (events: MqttLinkEvents) => MqttLink {
  return ({ onContact, onCommand, onConfigChanged }) => {
    const commandPrefix = commandTopics(deviceId).replace("#", "");
    let hangUp: (() => void) | undefined;
    let will: Timer | undefined;

    const leave = () => {
      hangUp?.();
      hangUp = undefined;
    };
    return {
      connect: async () => {
        if (hangUp !== undefined) return;
        will?.cancel();
        hangUp = broker.attach(commandTopics(deviceId), (topic, payload) => {
          if (topic === configChangedTopic(deviceId)) onConfigChanged();
          else onCommand(topic.slice(commandPrefix.length), payload);
        });
        onContact(true);
      },
      say: (topic, payload, retain) => {
        if (hangUp !== undefined)
          broker.accept(deviceId, {
            topic: `device/${deviceId}/${topic}`,
            payload: Buffer.from(payload),
            qos: 1,
            retain,
          });
      },
      leave,
      vanish: () => {
        leave();
        will = clock.after(missedAfterMs, () =>
          broker.publish(presenceTopic(deviceId), { state: "offline" }, true),
        );
      },
      [Symbol.asyncDispose]: async () => {
        leave();
        will?.cancel();
      },
    };
  };
}
