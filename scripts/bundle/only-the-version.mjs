import { readFileSync } from "node:fs";

/**
 * Of our package.json a program needs its version, not its scripts.
 * @type {import("esbuild").Plugin}
 */
export const onlyTheVersion = {
  name: "only-the-version",
  setup(build) {
    const root = build.initialOptions.absWorkingDir;
    build.onLoad({ filter: /package\.json$/ }, ({ path }) => {
      if (path !== `${root}package.json` && path !== `${root}/package.json`) return undefined;
      const { version } = JSON.parse(readFileSync(path, "utf8"));
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};
