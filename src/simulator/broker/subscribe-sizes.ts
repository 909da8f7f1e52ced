const subscribePacket = 8;

/**
 * Watches the bytes of an MQTT 3.1.1 connection and says how many topics each SUBSCRIBE carries: aedes asks for
 * permission topic by topic and does not tell which came together.
 * @param onSubscribe Called once for each whole SUBSCRIBE packet.
 */
export function watchSubscribeSizes(onSubscribe: (topics: number) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    for (;;) {
      const head = readHead(rest);
      if (head === undefined || rest.length < head.bytes + head.bodyBytes) return;
      if (head.kind === subscribePacket)
        onSubscribe(countTopics(rest.subarray(head.bytes, head.bytes + head.bodyBytes)));
      rest = rest.subarray(head.bytes + head.bodyBytes);
    }
  };
}

/** The fixed header: packet kind, and the body's length in up to four bytes of seven bits. */
function readHead(bytes: Buffer) {
  let bodyBytes = 0;
  for (let at = 1; at <= 4; at++) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    bodyBytes += (byte & 0x7f) * 128 ** (at - 1);
    if (byte < 0x80) return { kind: (bytes[0] ?? 0) >> 4, bytes: at + 1, bodyBytes };
  }
  // No length is longer; aedes ends the connection over it.
  return undefined;
}

/** After the packet id: topic length (2), topic, QoS (1), and so on. */
function countTopics(body: Buffer): number {
  let topics = 0;
  for (let at = 2; at + 2 <= body.length; at += 3 + body.readUInt16BE(at)) topics += 1;
  return topics;
}
