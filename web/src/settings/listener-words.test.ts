import { expect, test } from "vitest";
import { listenerWords } from "./listener-words.ts";

test("while Yoto is away the reason comes first, and that nobody has to do anything", () => {
  const listener = { state: "unavailable", note: "Yoto cannot be reached; next attempt in 14 s" } as const;
  expect(listenerWords({ state: "linked", listener })).toEqual({
    chip: "Yoto away",
    good: false,
    sentence: "Yoto cannot be reached; next attempt in 14 s. We keep trying by ourselves.",
  });
});

test("a family that must be linked again is told as that, whatever the connection does", () => {
  const listener = { state: "connected" } as const;
  expect(listenerWords({ state: "link-again", listener }).sentence).toBe(
    "Yoto no longer accepts our sign-in. Its players are not heard until it is linked again.",
  );
});
