import { describe, expect, test } from "vitest";
import type { Passwords } from "./passwords.ts";

/** What every {@link Passwords} promises. */
export function passwordsContract(name: string, make: () => Passwords): void {
  describe(`${name} as passwords`, () => {
    const passwords = make();

    test.each(["correct horse", "", "  spaces  ", "pässwörd – 密码 👶", "x".repeat(1000)])(
      "%j is known again, others are not",
      async (password) => {
        const hash = await passwords.hash(password);
        expect(await passwords.verify(password, hash)).toBe(true);
        expect(await passwords.verify(`${password} `, hash)).toBe(false);
        expect(await passwords.verify("other", hash)).toBe(false);
      },
    );

    test("the same password is hashed differently each time, and never stands in its hash", async () => {
      const [one, other] = [await passwords.hash("secret123"), await passwords.hash("secret123")];
      expect(one).not.toBe(other);
      expect(one).toMatch(/^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$/);
      expect(one).not.toContain("secret123");
      expect(passwords.isStale(one)).toBe(false);
    });

    test("a hash made elsewhere with other parameters is understood, and told to be stale", async () => {
      // Made by the reference implementation: argon2 0123456789abcdef -id -t 3 -k 65536 -p 4 -l 32 -e
      const foreign =
        "$argon2id$v=19$m=65536,t=3,p=4$MDEyMzQ1Njc4OWFiY2RlZg$77UfmnZYT23WpPeUKhovauWm5OxRQv9nTf1dJ+tF5EY";
      expect(await passwords.verify("correct horse battery staple", foreign)).toBe(true);
      expect(await passwords.verify("correct horse battery stable", foreign)).toBe(false);
      expect(passwords.isStale(foreign)).toBe(true);
    });

    test.each([
      ["no hash", undefined],
      ["an empty one", ""],
      ["another kind", "$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"],
      [
        "one that asks for absurd work",
        "$argon2id$v=19$m=9999999,t=999,p=99$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
      ],
      ["a cut one", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$"],
    ])("%s verifies nothing", async (_, hash) => {
      expect(await passwords.verify("anything", hash)).toBe(false);
    });

    test("a name that nobody has takes as long as a wrong password", async () => {
      const hash = await passwords.hash("right");
      const timeOf = async (stored: string | undefined) => {
        const times: number[] = [];
        for (let n = 0; n < 7; n++) {
          const startedMs = performance.now();
          await passwords.verify("wrong", stored);
          times.push(performance.now() - startedMs);
        }
        return Math.min(...times);
      };
      const [known, unknown] = [await timeOf(hash), await timeOf(undefined)];
      // Without the work it would take a hundredth. Loose, because a loaded machine stretches single runs.
      expect(unknown).toBeGreaterThan(known / 3);
      expect(known).toBeGreaterThan(unknown / 3);
    });
  });
}
