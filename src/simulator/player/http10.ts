import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import type { RawAnswer, WireQuestion } from "./wire-request.ts";

/** Asks in HTTP/1.0, which node's own client cannot: one request on a connection, the body ends with it. */
export async function askHttp10(
  { method, url, headers }: WireQuestion,
  signal: AbortSignal,
  ca: string | undefined,
): Promise<RawAnswer> {
  const { protocol, hostname, port, pathname, search, host } = new URL(url);
  const tls = protocol === "https:";
  const socket = tls
    ? connectTls({ host: hostname, port: Number(port || 443), servername: hostname, ...(ca && { ca }) })
    : connect({ host: hostname, port: Number(port || 80) });
  signal.addEventListener("abort", () => socket.destroy(), { once: true });
  socket.on("error", () => {}); // the iterator tells
  const lines = [
    `${method} ${pathname}${search} HTTP/1.0`,
    `Host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);

  const incoming: AsyncIterator<Buffer> = socket[Symbol.asyncIterator]();
  let read = Buffer.alloc(0);
  let headEnd = -1;
  while (headEnd < 0) {
    const next = await incoming.next();
    if (next.done || read.length > 65_536) throw new Error("the connection ended before the answer's head");
    read = Buffer.concat([read, next.value]);
    headEnd = read.indexOf("\r\n\r\n");
  }
  const [statusLine = "", ...headerLines] = read.subarray(0, headEnd).toString("latin1").split("\r\n");
  const answerHeaders = Object.fromEntries(
    headerLines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  if (answerHeaders["transfer-encoding"]) {
    socket.destroy();
    throw new Error("an HTTP/1.0 client cannot read a chunked answer");
  }
  return {
    status: Number(statusLine.split(" ")[1]),
    headers: answerHeaders,
    pieces: bodyOf(read.subarray(headEnd + 4), incoming, answerHeaders["content-length"]),
    destroy: () => socket.destroy(),
  };
}

async function* bodyOf(
  first: Uint8Array,
  incoming: AsyncIterator<Buffer>,
  contentLength: string | undefined,
): AsyncGenerator<Uint8Array> {
  let left = contentLength === undefined ? Number.POSITIVE_INFINITY : Number(contentLength);
  let piece: Uint8Array | undefined = first;
  while (piece !== undefined && left > 0) {
    if (piece.length > 0) yield piece.subarray(0, left);
    left -= piece.length;
    if (left <= 0) break;
    const next: IteratorResult<Buffer> = await incoming.next();
    piece = next.done ? undefined : next.value;
  }
  if (left > 0 && left !== Number.POSITIVE_INFINITY) throw new Error("the body is shorter than announced");
  await incoming.return?.();
}
