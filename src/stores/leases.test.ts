import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { createLeases, type Leased } from "./leases.ts";

function leaseOf(leased: Leased) {
  if (!leased.ok) throw new Error(`held by ${leased.heldBy}`);
  return leased.lease;
}

onEveryTable("leases", (newGround) => {
  test("one of many who ask at once gets it, the others learn who", async () => {
    const leases = createLeases(newGround());
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => leases.take("listener", `worker-${n}`, 1000)),
    );
    const winners = answers.filter(({ ok }) => ok);
    expect(winners).toHaveLength(1);
    const owner = leaseOf(winners[0] ?? { ok: false, heldBy: "", untilMs: 0 }).owner;
    for (const each of answers) if (!each.ok) expect(each.heldBy).toBe(owner);
    expect((await leases.holder("listener"))?.owner).toBe(owner);
  });

  test("the fence grows with every new holder and stays for one who prolongs", async () => {
    const ground = newGround();
    const leases = createLeases(ground);
    const first = leaseOf(await leases.take("key", "a", 1000));
    expect(leaseOf(await leases.take("key", "a", 1000)).fence).toBe(first.fence);
    expect((await leases.renew(first, 5000))?.untilMs).toBe(ground.clock.nowMs() + 5000);
    ground.clock.advance(5000);
    const second = leaseOf(await leases.take("key", "b", 1000));
    expect(second.fence).toBeGreaterThan(first.fence);
    await leases.release(second);
    const third = leaseOf(await leases.take("key", "a", 1000));
    expect(third.fence).toBeGreaterThan(second.fence);
  });

  test("who overslept can neither prolong nor give back what is another's now", async () => {
    const ground = newGround();
    const leases = createLeases(ground);
    const overslept = leaseOf(await leases.take("key", "a", 1000));
    ground.clock.advance(1000);
    expect(await leases.holder("key")).toBeUndefined();
    const holder = leaseOf(await leases.take("key", "b", 1000));
    expect(await leases.renew(overslept, 1000)).toBeUndefined();
    await leases.release(overslept);
    expect(await leases.holder("key")).toEqual(holder);
  });

  test("what is given back is free at once", async () => {
    const leases = createLeases(newGround());
    await leases.release(leaseOf(await leases.take("key", "a", 60_000)));
    expect(await leases.take("key", "b", 1000)).toMatchObject({ ok: true });
  });
});
