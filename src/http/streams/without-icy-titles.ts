/**
 * The sound of a station without the titles that it weaves in after every `every` bytes of sound: one byte says how many times
 * sixteen bytes of title follow. Players that did not ask for titles would hear them as noise.
 */
export async function* withoutIcyTitles(
  body: AsyncIterable<Uint8Array>,
  every: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (!Number.isSafeInteger(every) || every <= 0) return yield* body;
  let soundLeft = every;
  let titleLeft = 0;
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length; ) {
      if (titleLeft > 0) {
        const skipped = Math.min(titleLeft, chunk.length - at);
        titleLeft -= skipped;
        at += skipped;
      } else if (soundLeft === 0) {
        titleLeft = (chunk[at] ?? 0) * 16;
        soundLeft = every;
        at += 1;
      } else {
        const sound = chunk.subarray(at, at + soundLeft);
        soundLeft -= sound.length;
        at += sound.length;
        yield sound;
      }
    }
  }
}
