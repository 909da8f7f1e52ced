/**
 * hono's usual router compiles all routes into one expression at the first request, which pays after thousands of them. A
 * process on Lambda answers a few: `hono/tiny` goes through the list, and is smaller.
 * @type {import("esbuild").Plugin}
 */
export const smallRouter = {
  name: "small-router",
  setup(build) {
    build.onResolve({ filter: /^hono$/ }, ({ resolveDir, kind }) =>
      build.resolve("hono/tiny", { resolveDir, kind }),
    );
  },
};
