import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = "web/src";
const read = (file: string) => readFileSync(file, "utf8");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).map((name) => join(root, name));
const styles = files.filter((name) => name.endsWith(".css"));
const classesIn = new Map(
  styles.map((file) => [file, new Set([...read(file).matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name))]),
);

/** What a file brings along when it is loaded; pages that are loaded later are not followed. */
function broughtBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!file.endsWith(".css"))
    for (const [, path = ""] of read(file).matchAll(/^(?:import|export)[^;]*?"(\.[^"]+)";/gm))
      if (!path.includes("/src/http/")) broughtBy(join(dirname(file), path), seen);
  return seen;
}
const atOnce = broughtBy(join(root, "main.tsx"));
const later = [...read(join(root, "app.tsx")).matchAll(/import\("(\.[^"]+)"\)/g)].map(([, path = ""]) =>
  join(root, path),
);

/** Classes that stand in the code as words of a `class`. */
function classesOf(file: string): string[] {
  return [...read(file).matchAll(/class=(?:"([^"]*)"|\{`([^`]*)`\})/g)].flatMap(([, plain, composed]) =>
    (plain ?? composed ?? "")
      .replaceAll(/\$\{[^}]*\}/g, " ")
      .split(/\s+/)
      .filter(Boolean),
  );
}

test("a page that is loaded later brings the styles it needs, and does not count on another page's", () => {
  expect(later.length).toBeGreaterThan(10);
  const missing = [join(root, "main.tsx"), ...later].flatMap((page) => {
    const brought = new Set([...broughtBy(page), ...atOnce]);
    const there = (name: string) =>
      styles.some((file) => brought.has(file) && classesIn.get(file)?.has(name));
    const known = (name: string) => styles.some((file) => classesIn.get(file)?.has(name));
    return [...brought]
      .filter((file) => file.endsWith(".tsx"))
      .flatMap((file) => classesOf(file).map((name) => ({ page, file, name })))
      .filter(({ name }) => known(name) && !there(name));
  });
  expect([...new Set(missing.map(({ file, name, page }) => `${file}: .${name} on ${page}`))]).toEqual([]);
});
