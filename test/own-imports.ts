import { registerHooks } from "node:module";

declare global {
  var ownImportsAreShort: true | undefined;
}

// The runner tells its main process of every import, for which only watching has a use, and Node looks for a package around every
// file: a third of what loading the product costs. Our own imports name a file as it lies there; nothing has to be looked for.
if (process.env["VITEST_MODE"] !== "WATCH" && globalThis.ownImportsAreShort === undefined) {
  globalThis.ownImportsAreShort = true; // Once a process; this module is loaded once a test file.
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL } = context;
      if (parentURL === undefined || !/^\.\.?\/.*\.ts$/.test(specifier)) return next(specifier, context);
      return {
        url: new URL(specifier, parentURL).href,
        format: "module-typescript",
        shortCircuit: true,
      };
    },
  });
}
