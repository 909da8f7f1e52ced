// The runner tells its main process of every import, for which only watching has a use: where nobody watches, it is left out.
if (process.env["VITEST_MODE"] !== "WATCH") await import("../scripts/own-imports.mjs");

export {};
