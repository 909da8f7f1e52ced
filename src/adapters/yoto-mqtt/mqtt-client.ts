import mqttPacket, { type IPublishPacket, type Packet } from "mqtt-packet";
import { WebSocket } from "ws";
import type { Disconnected } from "../../ports/yoto-mqtt.ts";
import { troubleOfClose, troubleOfError, troubleOfReturnCode, unanswered } from "./connect-trouble.ts";
import { packets, refusedTopic } from "./packets.ts";

export type MqttClientOptions = {
  /** `wss://…` or `ws://…`. */
  readonly url: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  /** How long the upgrade and the broker's CONNACK may take together. */
  readonly connectTimeoutMs: number;
  /** Told to the broker; after one to one and a half of these without a word from it the connection counts as dead. */
  readonly keepaliveSeconds: number;
  /** The message is not acknowledged, and the next one not read, until the promise settles. */
  readonly onMessage: (topic: string, payload: Buffer) => Promise<void> | void;
};

/** Looked at twice per keepalive: pinged at the first look without a word, given up at the next, so after one and a half at most. */
const silentLooks = 2;

/**
 * One connection to a broker: MQTT 3.1.1 over WebSocket, clean session, no reconnect of its own. There is one per account and
 * thousands of messages a second pass through all of them, so a message costs what it needs and no more: no stream, no timer,
 * no event of its own (decision 53). A packet is a WebSocket frame.
 * @see https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/mqtt-v3.1.1.html
 */
export class MqttClient {
  /** Fulfils once when the connection is over, never rejects. */
  readonly closed: Promise<Disconnected>;
  readonly #onMessage: MqttClientOptions["onMessage"];
  readonly #socket: WebSocket;
  readonly #parser = mqttPacket.parser({ protocolVersion: 4 });
  readonly #connack = Promise.withResolvers<void>();
  readonly #answers = new Map<number, (answer: Packet) => void>();
  readonly #pongs: (() => void)[] = [];
  /** What came while a message was held. */
  readonly #unread: Packet[] = [];
  #lastMessageId = 0;
  #isHolding = false;
  #freeSinceMs = Number.NEGATIVE_INFINITY;
  #heard = true;
  #said = true;
  #silentLooks = 0;
  #timer: NodeJS.Timeout | undefined;
  #reason: Disconnected | undefined;

  /** Begins to connect; `accepted` tells how that went. Throws `SyntaxError` for an address no WebSocket can have. */
  constructor(options: MqttClientOptions) {
    this.#onMessage = options.onMessage;
    this.#socket = new WebSocket(options.url, ["mqtt"], { perMessageDeflate: false });
    this.#timer = setTimeout(() => {
      this.#connack.reject(unanswered());
      this.drop({ why: "refused" });
    }, options.connectTimeoutMs);
    this.#parser.on("packet", (packet) => this.#take(packet));
    this.#parser.on("error", (error) => this.drop({ why: "closed-by-broker", detail: error.message }));
    this.closed = new Promise((resolve) => this.#follow(options, resolve));
  }

  #follow(options: MqttClientOptions, onClosed: (end: Disconnected) => void): void {
    let upgraded = false;
    this.#socket.on("open", () => {
      upgraded = true;
      this.#send(packets.connect(options));
    });
    this.#socket.on("message", (data: Buffer) => {
      this.#heard = true;
      this.#parser.parse(data);
    });
    this.#socket.on("error", (error) => {
      this.#because({ why: "closed-by-broker", detail: error.message });
      this.#connack.reject(troubleOfError(error));
    });
    this.#socket.once("close", () => {
      clearInterval(this.#timer);
      this.#connack.reject(troubleOfClose(upgraded));
      onClosed(this.#reason ?? { why: "closed-by-broker" });
    });
    this.#connack.promise.then(
      () => this.#startKeepalive(options.keepaliveSeconds * 1_000),
      () => {},
    );
  }

  /**
   * Waits until the broker has accepted the connection (CONNACK). Throws `YotoTrouble`: `unauthorized` when it refused the
   * token, `unavailable` when there was no answer, and the signal's reason when that came first. Nothing stays open after a
   * failure.
   */
  async accepted(signal: AbortSignal): Promise<void> {
    const onAbort = () => this.#connack.reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    try {
      await this.#connack.promise;
    } catch (trouble) {
      this.drop({ why: "refused" });
      throw trouble;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  /** Answers with those of the topics that the broker did not grant. */
  async subscribe(topics: readonly string[]): Promise<readonly string[]> {
    const answer = await this.#ask((messageId) => packets.subscribe(messageId, topics));
    const granted = answer.cmd === "suback" ? answer.granted : [];
    return topics.filter((_, at) => Number(granted[at] ?? refusedTopic) >= refusedTopic);
  }

  async unsubscribe(topics: readonly string[]): Promise<void> {
    await this.#ask((messageId) => packets.unsubscribe(messageId, topics));
  }

  /** Resolves when the broker has taken the message (PUBACK). */
  async publish(topic: string, payload: string): Promise<void> {
    await this.#ask((messageId) => packets.publish(messageId, topic, payload));
  }

  /** Resolves when the broker has answered, which it does behind all that was on its way to us. */
  ping(): Promise<void> {
    return new Promise((resolve) => {
      this.#pongs.push(resolve);
      this.#send(packets.pingreq);
    });
  }

  /** Milliseconds since reading went on; 0 while a message is held. The broker's silence within that time is our own doing. */
  freeForMs(): number {
    return this.#isHolding ? 0 : performance.now() - this.#freeSinceMs;
  }

  /** Says goodbye and waits for the end; a broker that does not take it is given a second. */
  async close(): Promise<void> {
    this.#because({ why: "closed-by-us" });
    this.#send(packets.disconnect);
    this.#socket.resume();
    this.#socket.close();
    const impatient = setTimeout(() => this.#socket.terminate(), 1_000);
    await this.closed;
    clearTimeout(impatient);
  }

  /** Ends at once, without a goodbye. */
  drop(reason: Disconnected): void {
    this.#because(reason);
    this.#socket.terminate();
  }

  #because(reason: Disconnected): void {
    this.#reason ??= reason;
  }

  /** What cannot be sent any more is given up with the connection: whoever waits for its answer watches `closed`. */
  #send(packet: Buffer): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#said = true;
    this.#socket.send(packet);
  }

  #ask(packetOf: (messageId: number) => Buffer): Promise<Packet> {
    do this.#lastMessageId = (this.#lastMessageId % 65_535) + 1;
    while (this.#answers.has(this.#lastMessageId));
    const messageId = this.#lastMessageId;
    return new Promise((resolve) => {
      this.#answers.set(messageId, resolve);
      this.#send(packetOf(messageId));
    });
  }

  /** No message has to set a timer for this, and a process that was frozen does not blame the broker. */
  #startKeepalive(keepaliveMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setInterval(() => {
      this.#silentLooks = this.#heard || this.#isHolding ? 0 : this.#silentLooks + 1;
      if (this.#silentLooks >= silentLooks) this.drop({ why: "silent", detail: "no answer to our pings" });
      else if (!this.#heard || !this.#said) void this.ping();
      this.#heard = false;
      this.#said = false;
    }, keepaliveMs / 2);
  }

  #take(packet: Packet): void {
    if (this.#isHolding) this.#unread.push(packet);
    else this.#handle(packet);
  }

  #handle(packet: Packet): void {
    switch (packet.cmd) {
      case "publish":
        this.#receive(packet);
        break;
      case "puback":
      case "suback":
      case "unsuback":
        this.#answer(packet);
        break;
      case "pingresp":
        this.#pongs.shift()?.();
        break;
      case "connack":
        if (packet.returnCode === 0) this.#connack.resolve();
        else this.#connack.reject(troubleOfReturnCode(packet.returnCode ?? -1));
    }
  }

  #answer(packet: Packet): void {
    const messageId = packet.messageId ?? 0;
    const answer = this.#answers.get(messageId);
    this.#answers.delete(messageId);
    answer?.(packet);
  }

  #receive(message: IPublishPacket): void {
    const held = this.#onMessage(message.topic, message.payload as Buffer);
    if (held === undefined) {
      this.#acknowledge(message);
      return;
    }
    this.#isHolding = true;
    this.#socket.pause();
    const goOn = () => {
      this.#isHolding = false;
      this.#freeSinceMs = performance.now();
      this.#acknowledge(message);
      this.#readOn();
    };
    held.then(goOn, goOn);
  }

  #readOn(): void {
    let next = this.#unread.shift();
    while (next !== undefined) {
      this.#handle(next);
      if (this.#isHolding) return;
      next = this.#unread.shift();
    }
    this.#socket.resume();
  }

  #acknowledge({ qos, messageId = 0 }: IPublishPacket): void {
    if (qos === 1) this.#send(packets.puback(messageId));
  }
}
