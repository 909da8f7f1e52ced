import { describe, expect, test } from "vitest";
import type { FixedClock } from "../adapters/memory/clock.ts";
import { fixedClock } from "../adapters/memory/clock.ts";
import type { Chance } from "./chance.ts";

/** What every {@link Chance} promises. */
export function chanceContract(name: string, make: (clock: FixedClock) => Chance): void {
  describe(`${name} as chance`, () => {
    const clock = fixedClock(Date.UTC(2030, 0, 1));
    const chance = make(clock);

    test("fractions are from 0 up to and without 1, and spread", () => {
      const fractions = Array.from({ length: 1000 }, () => chance.fraction());
      expect(fractions.every((each) => each >= 0 && each < 1)).toBe(true);
      expect(new Set(fractions.map((each) => Math.floor(each * 10))).size).toBe(10);
    });

    test.each([128, 256, 100])(
      "a secret of %i bits is base64url with room for them, and never comes twice",
      (bits) => {
        const secrets = Array.from({ length: 1000 }, () => chance.secret(bits));
        expect(secrets.every((each) => /^[A-Za-z0-9_-]+$/.test(each) && each.length * 6 >= bits)).toBe(true);
        expect(new Set(secrets).size).toBe(1000);
      },
    );

    test("ids are lower case letters and digits, sort by when they were made, and never come twice", () => {
      const ids = Array.from({ length: 3000 }, (_, n) => {
        if (n % 3 === 0) clock.advance(1);
        return chance.id();
      });
      expect(ids.every((each) => /^[a-z0-9]{20,40}$/.test(each))).toBe(true);
      expect(ids.toSorted()).toEqual(ids);
      expect(new Set(ids).size).toBe(ids.length);
    });
  });
}
