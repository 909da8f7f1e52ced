import fc from "fast-check";
import { expect, test } from "vitest";
import { byteMapOf, piecesOf } from "./byte-map.ts";

const parts = fc.array(
  fc.record({
    key: fc.constantFrom("a", "b", "c"),
    fileStart: fc.integer({ min: 0, max: 5 }),
    bytes: fc.integer({ min: 0, max: 20 }),
  }),
  { maxLength: 12 },
);

test("any range of several files is the same bytes as that range of the files laid one after another", () => {
  fc.assert(
    fc.property(parts, fc.nat(200), fc.nat(200), (some, a, b) => {
      const map = byteMapOf(some);
      const whole = some.flatMap(({ key, fileStart, bytes }) =>
        Array.from({ length: bytes }, (_, index) => `${key}${fileStart + index}`),
      );
      const [first, last] = a <= b ? [a, b] : [b, a];
      const read = piecesOf(map, first, last).flatMap((piece) =>
        Array.from(
          { length: piece.last - piece.first + 1 },
          (_, index) => `${piece.key}${piece.first + index}`,
        ),
      );
      expect(map.bytes).toBe(whole.length);
      expect(read).toEqual(whole.slice(first, last + 1));
    }),
  );
});
