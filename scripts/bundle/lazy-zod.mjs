import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as zod from "zod";

/**
 * A program on Lambda starts for every first request, and hundreds of schemas would be built before it is answered, of which
 * it uses ten. In bundles `z` is therefore a notebook: it writes down how a schema is made and makes it when somebody parses.
 * Only what our sources use of zod comes along; its fifty languages, its compiler and JSON Schema stay at home.
 * @type {import("esbuild").Plugin}
 */
export const lazyZod = {
  name: "lazy-zod",
  setup(build) {
    const root = build.initialOptions.absWorkingDir ?? ".";
    const inside = join(root, "node_modules/zod/v4");
    build.onResolve({ filter: /^zod$/ }, () => ({ path: "lazy", namespace: "lazy-zod" }));
    build.onLoad({ filter: /.*/, namespace: "lazy-zod" }, () => ({
      contents: notebook(usedOfZod(root)),
      resolveDir: inside,
      loader: "js",
    }));
    build.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export {};",
      loader: "js",
    }));
    // Every schema would carry its translator into JSON Schema with it.
    build.onLoad(
      { filter: /zod\/v4\/core\/(?:to-json-schema|json-schema-processors|compile)\.js$/ },
      ({ path }) => ({
        contents: hollow(readFileSync(path, "utf8")),
        loader: "js",
      }),
    );
    build.onLoad({ filter: /zod\/v4\/classic\/from-json-schema\.js$/ }, ({ path }) => ({
      contents: hollow(readFileSync(path, "utf8")),
      loader: "js",
    }));
  },
};

/**
 * The names a module exports, with nothing behind them.
 * @param {string} source
 */
function hollow(source) {
  const names = source.matchAll(/^export (?:const|class|(?:async )?function\*?) (\w+)/gm);
  return [...names].map(([, name]) => `export const ${name} = () => undefined;`).join("\n");
}

/**
 * `string`, `coerce.number` and so on, as the sources say them.
 * @param {string} root
 */
function usedOfZod(root) {
  const sources = globSync("src/**/*.ts", { cwd: root }).map((file) =>
    readFileSync(join(root, file), "utf8"),
  );
  const said = sources.flatMap((source) => [...source.matchAll(/\bz\.(\w+)(?:\.(\w+))?/g)]);
  const names = said.flatMap(([, first = "", second = ""]) => {
    if (first === "coerce" || first === "iso") return second === "" ? [] : [`${first}.${second}`];
    return first in zod && first !== "core" ? [first] : [];
  });
  return [...new Set(names)].sort();
}

/** Methods that make another schema out of one; all others need the schema itself. */
const makingMethods =
  "and array brand catch catchall check clone default describe email endsWith exactOptional extend gt gte includes int length loose lt lte max maxLength meta min minLength multipleOf nonempty nonnegative normalize nullable nullish omit optional or overwrite partial passthrough pick pipe positive prefault readonly refine regex required safeExtend startsWith strict strip superRefine toLowerCase toUpperCase transform trim url";

/** @param {readonly string[]} used */
function notebook(used) {
  const plain = used.filter((name) => !name.includes("."));
  const isValue = (/** @type {string} */ name) =>
    /^[A-Z]|^(?:prettify|treeify|flatten)Error$|^config$/.test(name);
  const builders = plain.filter((name) => !isValue(name));
  const inGroup = (/** @type {string} */ group) =>
    used
      .filter((name) => name.startsWith(`${group}.`))
      .map((name) => `${name.split(".")[1]}: noted(real.${name})`);
  return `
import * as real from "./classic/external.js";
const made = (value) => {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Note) return value.$made();
  if (Array.isArray(value)) return value.map(made);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const copy = {};
  for (const [name, each] of Object.entries(Object.getOwnPropertyDescriptors(value)))
    Object.defineProperty(copy, name, each.get === undefined ? { ...each, value: made(each.value) } : each);
  return copy;
};
class Note {
  constructor(of, how, given) {
    this.$of = of;
    this.$how = how;
    this.$given = given;
    this.$schema = undefined;
  }
  $made() {
    if (this.$schema !== undefined) return this.$schema;
    const given = this.$given.map(made);
    this.$schema = this.$of === undefined ? this.$how(...given) : this.$of.$made()[this.$how](...given);
    return this.$schema;
  }
  openapi() {
    return this;
  }
  get _zod() {
    return this.$made()._zod;
  }
  get _def() {
    return this.$made()._def;
  }
  get "~standard"() {
    return this.$made()["~standard"];
  }
}
for (const name of ${JSON.stringify(makingMethods)}.split(" "))
  Note.prototype[name] = function (...given) {
    return new Note(this, name, given);
  };
// Whatever else is asked of a note, the schema answers.
Object.setPrototypeOf(
  Note.prototype,
  new Proxy(Object.prototype, { get: (_, name, note) => (note instanceof Note ? note.$made()[name] : undefined) }),
);
const noted = (build) => (...given) => new Note(undefined, build, given);
export const z = {
  ${builders.map((name) => `${name}: noted(real.${name})`).join(",\n  ")},
  ${plain
    .filter(isValue)
    .map((name) => `${name}: real.${name}`)
    .join(",\n  ")},
  coerce: { ${inGroup("coerce").join(", ")} },
  iso: { ${inGroup("iso").join(", ")} },
};
`;
}
