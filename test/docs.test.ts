import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const pages = ["README.md", ...globSync("docs/**/*.md")];

test("every link from one page of the docs to a file leads somewhere", () => {
  const dead = pages.flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/\]\((?!https?:)([^)#\s]+)/g)]
      .map(([, to = ""]) => join(dirname(page), to))
      .filter((to) => !existsSync(to))
      .map((to) => `${page} → ${to}`),
  );
  expect(pages.length).toBeGreaterThan(20);
  expect(dead).toEqual([]);
});

test("every decision is in the list of decisions", () => {
  const listed = readFileSync("docs/decisions/README.md", "utf8");
  const files = readdirSync("docs/decisions").filter((name) => /^\d{4}-/.test(name));
  expect(files.filter((name) => !listed.includes(`(${name})`))).toEqual([]);
});
