import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { createLoginThrottle, loginLimits } from "./login-throttle.ts";

const { perAccount, perAddress, windowMs } = loginLimits;

onEveryTable("the login throttle", (newGround) => {
  test("an account may be tried so often in a window, from anywhere, and again in the next", async () => {
    const ground = newGround();
    const throttle = createLoginThrottle(ground);
    for (let n = 0; n < perAccount; n++)
      expect(await throttle.attempt("anna", `10.0.0.${n}`)).toEqual({ ok: true });
    ground.clock.advance(60_000);
    expect(await throttle.attempt("anna", "10.0.1.1")).toEqual({
      ok: false,
      retryAfterMs: windowMs - 60_000,
    });
    expect(await throttle.attempt("ben", "10.0.1.1")).toEqual({ ok: true });
    ground.clock.advance(windowMs - 60_000);
    expect(await throttle.attempt("anna", "10.0.1.1")).toEqual({ ok: true });
  });

  test("a clock that was set back by a day keeps nobody out for a day", async () => {
    const ground = newGround();
    const throttle = createLoginThrottle(ground);
    for (let n = 0; n < perAccount; n++) await throttle.attempt("anna", `10.0.0.${n}`);
    ground.clock.advance(-86_400_000);
    expect(await throttle.attempt("anna", "10.0.1.1")).toEqual({ ok: true });
  });

  test("an address may try so often, whatever the accounts", async () => {
    const throttle = createLoginThrottle(newGround());
    for (let n = 0; n < perAddress; n++)
      expect(await throttle.attempt(`user-${n}`, "10.0.0.1")).toEqual({ ok: true });
    expect(await throttle.attempt("anna", "10.0.0.1")).toMatchObject({ ok: false });
    expect(await throttle.attempt("anna", "10.0.0.2")).toEqual({ ok: true });
  });

  test("guesses at once are all counted", async () => {
    const throttle = createLoginThrottle(newGround());
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => throttle.attempt("anna", `10.0.0.${n}`)),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(perAccount);
  });

  test("a sign-in that went well clears the account", async () => {
    const throttle = createLoginThrottle(newGround());
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < perAccount; n++)
        expect(await throttle.attempt("anna", `10.0.${round}.${n}`)).toEqual({ ok: true });
      await throttle.succeeded("anna");
    }
  });

  test("names and addresses of any length and kind are counted", async () => {
    const throttle = createLoginThrottle(newGround());
    for (const odd of ["", "\0", "x".repeat(100_000), "👶", "\ud83d"])
      expect(await throttle.attempt(odd, odd)).toEqual({ ok: true });
  });
});
