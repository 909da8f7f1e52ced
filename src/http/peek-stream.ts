/** Reads the first `wanted` bytes of a stream (or all, if it is shorter); answers them and a stream that still has all bytes. */
export async function peekStream(
  bytes: ReadableStream<Uint8Array>,
  wanted: number,
): Promise<{ readonly head: Uint8Array; readonly bytes: ReadableStream<Uint8Array> }> {
  const reader = bytes.getReader();
  const seen: Uint8Array[] = [];
  let count = 0;
  let ended = false;
  while (count < wanted && !ended) {
    const { done, value } = await reader.read();
    if (value !== undefined) {
      seen.push(value);
      count += value.length;
    }
    ended = done;
  }
  const head = new Uint8Array(Buffer.concat(seen)).subarray(0, wanted);
  const whole = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const held = seen.shift();
      if (held !== undefined) return controller.enqueue(held);
      const { done, value } = ended ? { done: true, value: undefined } : await reader.read();
      if (done || value === undefined) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { head, bytes: whole };
}
