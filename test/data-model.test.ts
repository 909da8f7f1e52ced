import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The fixed beginnings of all keys that stores write: `USER#`, `PROFILE`, `EVENT#` … */
const keys = globSync("src/stores/*.ts")
  .filter((file) => !file.endsWith(".test.ts"))
  .flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\b(?:pk|sk): ["`]([A-Z]+#?)/g)].map(([, key]) => ({
      file,
      key,
    })),
  );

test("docs/data-model.md tells of every key that the stores write", () => {
  const page = readFileSync("docs/data-model.md", "utf8");
  expect(keys.length).toBeGreaterThan(20);
  expect(keys.filter(({ key }) => !page.includes(`\`${key}`))).toEqual([]);
});
