import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { UserName } from "../domain/ids.ts";
import { createSetup } from "./setup.ts";

const [anna, ben] = [UserName("anna"), UserName("ben")];

onEveryTable("set-up", (newGround) => {
  test("the link lets one in, once", async () => {
    const ground = newGround();
    const setup = createSetup(ground);
    const token = (await setup.begin()) ?? "";
    expect(await setup.isOpenTo(token)).toBe(true);
    expect(await setup.isOpenTo(`${token}x`)).toBe(false);
    expect(await setup.claim(anna, "guess")).toBe(false);
    expect(await setup.claim(anna, token)).toBe(true);
    expect(await setup.isDone()).toBe(false);
    expect(await setup.finish(anna)).toBe(true);
    expect(await setup.isDone()).toBe(true);
    expect(await setup.isOpenTo(token)).toBe(false);
    expect(await setup.claim(ben, token)).toBe(false);
    expect(await setup.claim(ben)).toBe(false);
    expect(await setup.begin()).toBeUndefined();
    expect(JSON.stringify(await ground.table.query({ pk: "SETUP" }))).not.toContain(token);
  });

  test("a new link ends the one before", async () => {
    const setup = createSetup(newGround());
    const [old, young] = [(await setup.begin()) ?? "", (await setup.begin()) ?? ""];
    expect(await setup.isOpenTo(old)).toBe(false);
    expect(await setup.claim(anna, old)).toBe(false);
    expect(await setup.claim(anna, young)).toBe(true);
  });

  test("of many who claim at once one is let in", async () => {
    const setup = createSetup(newGround());
    const token = (await setup.begin()) ?? "";
    const names = ["a", "b", "c", "d", "e"].map(UserName);
    const claims = await Promise.all(names.map((name) => setup.claim(name, token)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    const finished = await Promise.all(names.map((name) => setup.finish(name)));
    expect(finished).toEqual(claims);
  });

  test("a claim that was never finished falls back after a minute, and at once for the same name", async () => {
    const ground = newGround();
    const setup = createSetup(ground);
    const token = (await setup.begin()) ?? "";
    await setup.claim(anna, token);
    expect(await setup.claim(ben, token)).toBe(false);
    expect(await setup.claim(anna, token)).toBe(true);
    ground.clock.advance(60_000);
    expect(await setup.claim(ben, token)).toBe(true);
    expect(await setup.finish(anna)).toBe(false);
  });

  test("where nobody else can reach us no link is needed", async () => {
    const setup = createSetup(newGround());
    expect(await setup.claim(anna)).toBe(true);
    expect(await setup.finish(anna)).toBe(true);
  });
});
