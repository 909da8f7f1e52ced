import { expect, test } from "vitest";
import { greetingFor } from "./greeting.ts";

test("the places of a greeting are filled as one would say it", () => {
  const greeting = "Good morning, Mia. Today is {weekday}, {date}. {words}";
  expect(greetingFor(greeting, "2026-11-23", "It will snow.")).toBe(
    "Good morning, Mia. Today is Monday, the 23rd of November. It will snow.",
  );
  expect(greetingFor(greeting, "2030-01-12", "")).toBe(
    "Good morning, Mia. Today is Saturday, the 12th of January.",
  );
  expect(greetingFor("{nobody} {date}", "2030-05-01", "")).toBe("{nobody} the 1st of May");
});
