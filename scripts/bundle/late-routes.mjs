import { join } from "node:path";

/**
 * Most of the API is seldom asked for, and grows. In the bundle it lies in a file beside, which is loaded by the first request
 * that nothing at hand answers; then that request is asked again.
 * @type {import("esbuild").Plugin}
 */
export const lateRoutes = {
  name: "late-routes",
  setup(build) {
    const http = join(build.initialOptions.absWorkingDir ?? ".", "src/http");
    build.onResolve({ filter: /^\.\/deferred-routes\.ts$/ }, ({ importer }) =>
      importer.endsWith("create-app.ts") ? { path: "late", namespace: "late-routes" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "late-routes" }, () => ({
      contents: `
import { answerNotFound } from "./answer-errors.ts";
export function deferredRoutes(app, deps) {
  let loading;
  const load = async () => (await import("./deferred-routes.ts")).deferredRoutes(app, deps);
  app.notFound(async (c) => {
    loading ??= load();
    try {
      await loading;
    } catch (error) {
      loading = undefined;
      throw error;
    }
    app.notFound(answerNotFound);
    return app.fetch(c.req.raw, c.env);
  });
}`,
      resolveDir: http,
      loader: "js",
    }));
  },
};
