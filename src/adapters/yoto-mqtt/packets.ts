import mqttPacket from "mqtt-packet";

/** What a client says in MQTT 3.1.1, a packet each, as bytes. Everything is asked for and sent with QoS 1. */
export const packets = {
  connect: (options: {
    readonly clientId: string;
    readonly username: string;
    readonly password: string;
    readonly keepaliveSeconds: number;
  }) =>
    mqttPacket.generate({
      cmd: "connect",
      protocolId: "MQTT",
      protocolVersion: 4,
      clean: true,
      clientId: options.clientId,
      keepalive: options.keepaliveSeconds,
      username: options.username,
      password: Buffer.from(options.password),
    }),
  subscribe: (messageId: number, topics: readonly string[]) =>
    mqttPacket.generate({
      cmd: "subscribe",
      messageId,
      subscriptions: topics.map((topic) => ({ topic, qos: 1 })),
    }),
  unsubscribe: (messageId: number, topics: readonly string[]) =>
    mqttPacket.generate({ cmd: "unsubscribe", messageId, unsubscriptions: [...topics] }),
  publish: (messageId: number, topic: string, payload: string) =>
    mqttPacket.generate({ cmd: "publish", messageId, topic, payload, qos: 1, dup: false, retain: false }),
  /** Written by hand: there are thousands a second, and the library makes a stream for each. */
  puback: (messageId: number) => Buffer.of(0x40, 2, messageId >> 8, messageId & 0xff),
  pingreq: mqttPacket.generate({ cmd: "pingreq" }),
  disconnect: mqttPacket.generate({ cmd: "disconnect" }),
} as const;

/** The lowest code in a SUBACK that refuses a topic. */
export const refusedTopic = 128;
