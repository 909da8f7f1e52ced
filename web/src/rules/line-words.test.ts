import { expect, test } from "vitest";
import { lineWords } from "./line-words.ts";

const line = {
  atMs: 0,
  playerId: "p",
  ruleId: "r",
  ruleTitle: "Bedtime",
  what: "stopped",
  why: "it is bedtime",
};

test("a line of the log says what was done and why", () => {
  expect(lineWords({ ...line, did: "acted" })).toBe("stopped, because it is bedtime");
  expect(lineWords({ ...line, did: "would-have-acted" })).toBe("would have (stopped), because it is bedtime");
  expect(lineWords({ ...line, did: "rested", why: "Holiday" })).toBe("rested: Holiday");
});
