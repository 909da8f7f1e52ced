import { expect, test } from "vitest";
import { columns } from "./text.ts";

test("a title with line ends, commands to the terminal or turned writing stays in its row", () => {
  const odd = columns(
    ["TITLE", "ID"],
    [
      ["Owl\nRain", "1"],
      ["\u001b[2JMoon\u202e", "2"],
      ["שועל", "3"],
    ],
  );
  expect(odd).toBe("TITLE     ID\nOwl Rain  1\n [2JMoon  2\nשועל      3");
});
