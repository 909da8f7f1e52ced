/** The beginning of a body as text: what is longer than so many bytes is not waited for. */
export async function textWithin(body: ReadableStream<Uint8Array>, mostBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    parts.push(part);
    bytes += part.byteLength;
    if (bytes > mostBytes) break;
  }
  return Buffer.concat(parts).toString("utf8");
}
