import { describe, expect, test } from "vitest";
import { SealBroken, type Secrets } from "./secrets.ts";

/** What every {@link Secrets} promises. */
export function secretsContract(name: string, make: () => Promise<Secrets> | Secrets): void {
  describe(`${name} as secrets`, () => {
    test.each(["token", "", "ünï – 👶 – \0", "x".repeat(100_000)])("%j comes back", async (plain) => {
      const secrets = await make();
      const sealed = await secrets.seal(plain, "test");
      expect(await secrets.open(sealed, "test")).toBe(plain);
      expect(secrets.isStale(sealed)).toBe(false);
    });

    test("a sealed text shows nothing of what is inside, and is another one each time", async () => {
      const secrets = await make();
      const [one, other] = [
        await secrets.seal("refresh-token", "test"),
        await secrets.seal("refresh-token", "test"),
      ];
      expect(one).not.toBe(other);
      expect(one).not.toContain("refresh");
      expect(Buffer.from(one.split(".").at(-1) ?? "", "base64url").toString("latin1")).not.toContain(
        "refresh",
      );
    });

    test("it opens for its own purpose only", async () => {
      const secrets = await make();
      const sealed = await secrets.seal("token", "account:anna");
      await expect(secrets.open(sealed, "account:ben")).rejects.toThrow(SealBroken);
    });

    test("a text with any character changed or cut off does not open", async () => {
      const secrets = await make();
      const sealed = await secrets.seal("token", "test");
      for (let at = 0; at < sealed.length; at++) {
        // The last character of base64 carries bits that mean nothing; change it where it matters.
        const changed = at === sealed.length - 1 ? "" : sealed[at] === "A" ? "B" : "A";
        const altered = sealed.slice(0, at) + changed + sealed.slice(at + 1);
        await expect(secrets.open(altered, "test")).rejects.toThrow(SealBroken);
      }
    });

    test.each(["", "x", "s1.k1.", "s1.k1.AAAA", "a plain token"])("%j was never sealed", async (text) => {
      await expect((await make()).open(text, "test")).rejects.toThrow(SealBroken);
    });
  });
}
