import { expect, test } from "vitest";
import { listenerWords } from "./listener-words.ts";

test("while Yoto is away the reason comes first, and that nobody has to do anything", () => {
  const listener = { state: "unavailable", note: "Yoto cannot be reached; next attempt in 14 s" } as const;
  expect(listenerWords({ state: "linked", listener, missing: [] })).toEqual({
    chip: "Yoto away",
    good: false,
    sentence: "Yoto cannot be reached; next attempt in 14 s. We keep trying by ourselves.",
  });
});

test("a family that must be linked again is told as that, whatever the connection does", () => {
  const listener = { state: "connected" } as const;
  expect(listenerWords({ state: "link-again", listener, missing: [] }).sentence).toBe(
    "Yoto no longer accepts our sign-in. Its players are not heard until it is linked again.",
  );
});

test("players that the link does not let us hear are told as that, and not as Yoto being away", () => {
  const listener = { state: "unavailable", note: "…" } as const;
  const missing = [{ scope: "family:devices:control", turnsOff: "live updates" }];
  expect(listenerWords({ state: "linked", listener, missing })).toMatchObject({ chip: "Not heard" });
  expect(listenerWords({ state: "link-again", listener, missing })).toMatchObject({ chip: "Link again" });
});
