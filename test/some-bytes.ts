const pattern = Uint8Array.from({ length: 251 }, (_, at) => (at * 7) % 251);

/** So many bytes that repeat in no power of two, so that mixed-up parts are noticed. Fast for many megabytes. */
export function someBytes(count: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.alloc(count, pattern));
}
