import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The bytes of a bundled program that are read before it can answer: its file, and what that imports at once. */
export function startBytes(file: string): number {
  const seen = new Set<string>();
  const add = (path: string): number => {
    if (seen.has(path)) return 0;
    seen.add(path);
    const text = readFileSync(path, "utf8");
    const imported = [...text.matchAll(/(?:^|[;}\n])import(?:[^"'();]*?from)?"(\.\/[^"]+)"/g)];
    const below = imported.map(([, name = ""]) => add(join(dirname(path), name)));
    return below.reduce((sum, each) => sum + each, Buffer.byteLength(text));
  };
  return add(file);
}
