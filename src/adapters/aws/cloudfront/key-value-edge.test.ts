import { expect, test } from "vitest";
import { capabilityCheck } from "../../../../test/emulators/edge.ts";
import { startKeyValues } from "../../../../test/emulators/key-values.ts";
import { seededChance } from "../../memory/chance.ts";
import { systemClock } from "../../system/clock.ts";
import { createCapabilityAddress } from "./capability-address.ts";
import { createKeyValueEdge } from "./key-value-edge.ts";

const secret = "a secret of 32 bytes, more or less";
const addressOf = createCapabilityAddress(new URL("https://cdn.example.org"), { kid: "k1", secret });
const grant = (number: number) => `grant-number-${String(number).padStart(3, "0")}`;

/** A store with an edge that asks it, and our side of it. */
async function anEdge() {
  const store = await startKeyValues({ "key:k1": secret });
  const edge = createKeyValueEdge({
    storeArn: "arn:aws:cloudfront::123456789012:key-value-store/one",
    credentials: async () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI" }),
    clock: systemClock(),
    chance: seededChance(1),
    endpoint: store.endpoint,
  });
  const check = capabilityCheck(store.get);
  return {
    edge,
    fetches: async (under: string) =>
      !("statusCode" in (await check(addressOf("audio/a.mp3", under).pathname))),
    [Symbol.asyncDispose]: store[Symbol.asyncDispose],
  };
}

test("who revokes a grant is obeyed by the edge as soon as that is answered, once or twice", async () => {
  await using world = await anEdge();
  expect(await world.fetches(grant(1))).toBe(true);
  await world.edge.revoke(grant(1));
  expect(await world.fetches(grant(1))).toBe(false);
  expect(await world.fetches(grant(2))).toBe(true);
  await world.edge.revoke(grant(1));
  expect(await world.fetches(grant(1))).toBe(false);
});

test("several who revoke at once all have their way, although each write must name the state it was made over", async () => {
  await using world = await anEdge();
  const numbers = [1, 2, 3, 4];
  await Promise.all(numbers.map((number) => world.edge.revoke(grant(number))));
  expect(await Promise.all(numbers.map((number) => world.fetches(grant(number))))).toEqual(
    numbers.map(() => false),
  );
});
