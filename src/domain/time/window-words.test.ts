import { expect, test } from "vitest";
import type { Weekday } from "./local-time.ts";
import { windowWords } from "./window-words.ts";

const words = (...weekdays: Weekday[]) => windowWords({ weekdays });

test("days are told as a parent would", () => {
  expect(words("mon", "tue", "wed", "thu", "fri")).toBe("Monday to Friday");
  expect(words("sun", "mon", "tue", "wed", "thu")).toBe("Sunday to Thursday");
  expect(words("mon", "tue", "wed", "thu", "fri", "sun")).toBe("every day but Saturday");
  expect(words("sat", "sun")).toBe("on Saturday and Sunday");
  expect(words("mon", "wed", "fri")).toBe("on Monday, Wednesday and Friday");
  expect(words("sat", "sun", "mon")).toBe("Saturday to Monday");
  expect(words()).toBe("on no day");
});
