import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

/** Which rooms a room may import from, and which packages. `types:` allows type-only imports. */
const rooms: Record<string, { rooms: readonly string[]; packages: readonly string[] }> = {
  domain: { rooms: [], packages: [] },
  ports: { rooms: ["domain"], packages: ["vitest"] },
  yoto: { rooms: ["domain"], packages: ["zod"] },
  stores: { rooms: ["domain", "ports"], packages: ["zod"] },
  usecases: { rooms: ["domain", "ports", "stores"], packages: [] },
  adapters: { rooms: ["domain", "ports", "yoto"], packages: ["*"] },
  http: {
    rooms: ["domain", "ports", "types:stores", "usecases"],
    packages: ["hono", "@hono/zod-openapi", "zod", "@fastify/busboy"],
  },
  listener: { rooms: ["domain", "ports", "types:stores", "usecases"], packages: [] },
  simulator: { rooms: [], packages: ["hono", "@hono/node-server", "aedes", "ws", "mqtt", "jose", "zod"] },
  cli: { rooms: ["domain", "ports", "types:stores", "types:http", "usecases"], packages: ["commander"] },
  main: { rooms: ["*"], packages: ["*"] },
};

type Import = { file: string; room: string; target: string; typeOnly: boolean };

const sources = globSync("src/**/*.{ts,tsx}").filter((file) => !/\.(test|contract)\.ts$/.test(file));
const imports: Import[] = sources.flatMap((file) => importsOf(file));

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const room = file.split("/")[1] ?? "";
  const found = text.matchAll(
    /^\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|import\("([^"]+)"\)/gm,
  );
  return [...found].map((match) => ({
    file,
    room,
    typeOnly: match[1] !== undefined,
    target: match[2] ?? match[3] ?? "",
  }));
}

function whyForbidden({ file, room, target, typeOnly }: Import): string | undefined {
  const may = rooms[room];
  if (may === undefined) return `src/${room} is not a room of the house`;
  if (target.startsWith("node:")) return room === "domain" ? "the domain is pure" : undefined;
  if (!target.startsWith(".")) {
    const name = target
      .split("/")
      .slice(0, target.startsWith("@") ? 2 : 1)
      .join("/");
    return may.packages.some((each) => each === "*" || each === name)
      ? undefined
      : `${room} may not use ${name}`;
  }
  const to = normalize(join(dirname(file), target)).split("/");
  const targetRoom = to[1] ?? "";
  if (to[0] !== "src") return room === "main" ? undefined : "outside src/";
  if (targetRoom === room) {
    const ownShelf = file.split("/")[2];
    return room === "adapters" && to[2] !== ownShelf ? "an adapter never imports another adapter" : undefined;
  }
  if (may.rooms.includes("*") || may.rooms.includes(targetRoom)) return undefined;
  if (typeOnly && may.rooms.includes(`types:${targetRoom}`)) return undefined;
  return `${room} may not import ${targetRoom}`;
}

test("every import goes the way the style guide's table says", () => {
  const wrong = imports.flatMap((each) => {
    const why = whyForbidden(each);
    return why === undefined ? [] : [`${each.file} → ${each.target}: ${why}`];
  });
  expect(wrong).toEqual([]);
});

test("the test above saw the project's files and imports", () => {
  expect(sources.length).toBeGreaterThan(15);
  expect(imports.length).toBeGreaterThan(15);
  for (const room of new Set(sources.map((file) => file.split("/")[1])))
    expect(rooms).toHaveProperty([String(room)]);
});

test("only main reads the environment, the wall clock and chance", () => {
  const outside = /process\.env|Date\.now\(|Math\.random\(|randomUUID\(/;
  const allowed = /^src\/(main|adapters\/system|simulator\/clock\.ts)/;
  const wrong = sources.filter((file) => !allowed.test(file) && outside.test(readFileSync(file, "utf8")));
  expect(wrong).toEqual([]);
});

test("no file is a barrel and none has a default export", () => {
  const wrong = sources.filter((file) => {
    const text = readFileSync(file, "utf8");
    return /^export \* from|^export default/m.test(text) || /(^|\/)index\.ts$/.test(file);
  });
  expect(wrong).toEqual([]);
});

test("the web app imports nothing of ours but types of src/http", () => {
  const web = globSync("web/src/**/*.{ts,tsx}").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/^\s*import\s+(type\s+)?[^"';]*?\sfrom\s+"([^"]+)"/gm)].map(
      (match) => ({
        file,
        typeOnly: match[1] !== undefined,
        target: normalize(join(dirname(file), match[2]?.startsWith(".") ? match[2] : "")),
      }),
    ),
  );
  const wrong = web.filter(
    ({ target, typeOnly }) => target.startsWith("src/") && !(typeOnly && target.startsWith("src/http/")),
  );
  expect(wrong).toEqual([]);
});
