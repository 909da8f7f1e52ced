import { expect, test } from "vitest";
import { askedRange } from "./asked-range.ts";

test.each([
  [undefined, { is: "whole" }],
  ["bytes=0-99", { is: "part", first: 0, last: 99 }],
  ["bytes=10-", { is: "part", first: 10, last: 999 }],
  ["bytes=-10", { is: "part", first: 990, last: 999 }],
  ["bytes=-5000", { is: "part", first: 0, last: 999 }],
  ["bytes=990-5000", { is: "part", first: 990, last: 999 }],
  ["bytes=1000-", { is: "unsatisfiable" }],
  ["bytes=-0", { is: "unsatisfiable" }],
  ["bytes=5-2", { is: "whole" }],
  ["bytes=-", { is: "whole" }],
  ["bytes=0-1,5-6", { is: "whole" }],
  ["chapters=1-2", { is: "whole" }],
  ["bytes=a-b", { is: "whole" }],
])("Range %s of a thousand bytes", (header, asked) => {
  expect(askedRange(header, 1000)).toEqual(asked);
});

test("nothing of an empty body can be asked for", () => {
  expect(askedRange("bytes=0-", 0)).toEqual({ is: "unsatisfiable" });
});
