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
  const anotherSide = () =>
    createKeyValueEdge({
      storeArn: "arn:aws:cloudfront::123456789012:key-value-store/one",
      credentials: async () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI" }),
      clock: systemClock(),
      chance: seededChance(1),
      endpoint: store.endpoint,
    });
  const edge = anotherSide();
  const check = capabilityCheck(store.get);
  return {
    edge,
    store,
    /** Another process that speaks to the same edge. */
    anotherSide,
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

const says =
  (slots: Readonly<Record<string, { fileKey: string; untilMs?: number } | undefined>>) => async () =>
    new Map(Object.entries(slots));

test("what the edge is told of slots, it says; what is taken away, it does not know, whether it was there or not", async () => {
  await using world = await anEdge();
  const { edge, store } = world;
  await edge.tell(
    says({ "g/01": { fileKey: "audio/a.mp3" }, "g/02": { fileKey: "audio/b.mp3", untilMs: 5_900 } }),
  );
  expect(store.all()).toMatchObject({ "slot:g/01": "audio/a.mp3", "slot:g/02": "audio/b.mp3 5" });
  await edge.tell(says({ "g/01": undefined, "g/02": { fileKey: "audio/c.mp3" } }));
  expect(store.all()).toEqual({ "key:k1": secret, "slot:g/02": "audio/c.mp3" });
  // Of two that go one was never there: neither is answered from now on.
  await edge.tell(says({ "g/02": undefined, "g/09": undefined }));
  for (const slot of ["g/02", "g/09"]) expect(store.get(`slot:${slot}`) ?? "").not.toMatch(/^audio/);
});

test("many slots are told fifty at a time, and the state is asked for once", async () => {
  await using world = await anEdge();
  const slots = Array.from({ length: 120 }, (_, at) => [`g/${at}`, { fileKey: `audio/${at}.mp3` }] as const);
  await world.edge.tell(says(Object.fromEntries(slots)));
  expect(Object.keys(world.store.all())).toHaveLength(121);
  expect(world.store.calls).toEqual(["GET", "POST", "POST", "POST"]);
  await world.edge.revoke(grant(1));
  expect(world.store.calls.slice(4)).toEqual(["PUT"]);
});

test("whoever decided before somebody else told the edge something decides again", async () => {
  await using world = await anEdge();
  let truth = "audio/old.mp3";
  let asked = 0;
  await world.edge.tell(async () => {
    asked += 1;
    const decided = { fileKey: truth };
    if (asked === 1) {
      truth = "audio/new.mp3";
      await world.anotherSide().tell(says({ "g/01": { fileKey: truth } }));
    }
    return new Map([["g/01", decided]]);
  });
  expect(asked).toBe(2);
  expect(world.store.get("slot:g/01")).toBe("audio/new.mp3");
});
