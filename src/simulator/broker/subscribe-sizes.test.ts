import fc from "fast-check";
import { expect, test } from "vitest";
import { watchSubscribeSizes } from "./subscribe-sizes.ts";

function subscribe(topics: readonly string[]): Buffer {
  const body = Buffer.concat([
    Buffer.from([0, 1]),
    ...topics.map((topic) => {
      const text = Buffer.from(topic);
      return Buffer.concat([Buffer.from([text.length >> 8, text.length & 255]), text, Buffer.from([1])]);
    }),
  ]);
  const length: number[] = [];
  let rest = body.length;
  do {
    length.push((rest % 128) | (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.from([0x82, ...length]), body]);
}

test("topics are counted packet by packet, however the bytes are cut", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 12 }), {
        maxLength: 6,
      }),
      fc.integer({ min: 1, max: 40 }),
      (packets, cut) => {
        const seen: number[] = [];
        const watch = watchSubscribeSizes((topics) => seen.push(topics));
        const ping = Buffer.from([0xc0, 0]);
        const bytes = Buffer.concat(packets.flatMap((topics) => [subscribe(topics), ping]));
        for (let at = 0; at < bytes.length; at += cut) watch(bytes.subarray(at, at + cut));
        expect(seen).toEqual(packets.map((topics) => topics.length));
      },
    ),
  );
});
