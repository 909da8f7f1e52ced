import { randomBytes } from "node:crypto";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";

/** Crockford's base 32 in lower case: sorts like the numbers it stands for, and no letter looks like a digit. */
const digits = "0123456789abcdefghjkmnpqrstvwxyz";

/** This machine's randomness. Ids are ULIDs in lower case: 10 digits of milliseconds, 16 of chance. */
export function systemChance(clock: Pick<Clock, "nowMs">): Chance {
  let lastMs = 0;
  let lastChance = 0n;
  return {
    fraction: () => Math.random(),
    secret: (bits) => randomBytes(Math.ceil(bits / 8)).toString("base64url"),
    id() {
      const nowMs = clock.nowMs();
      if (nowMs > lastMs) {
        lastMs = nowMs;
        // The top bit is left free, so that counting on within a millisecond never overflows.
        lastChance = BigInt(`0x${randomBytes(10).toString("hex")}`) >> 1n;
      } else lastChance += 1n + BigInt(randomBytes(4).readUInt32BE());
      return inDigits(BigInt(lastMs), 10) + inDigits(lastChance, 16);
    },
  };
}

function inDigits(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest >>= 5n) text = digits.charAt(Number(rest & 31n)) + text;
  return text;
}
