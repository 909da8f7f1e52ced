import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongOnesFirst } from "./test/long-ones-first.ts";

// Every process of a run compiles modules once and not once each: the workers, and the product's own that tests start.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("node_modules/.cache/node", import.meta.url));

/**
 * Node reads TypeScript by itself, as it does in the product: nothing is transformed, nothing is mocked. No file leaves anything
 * behind in the process, so that modules are loaded once and not once a file: no more projects than are needed, for each has
 * workers of its own.
 */
const shared = {
  experimental: { viteModuleRunner: false, nodeLoader: false },
  isolate: false,
  setupFiles: ["test/own-imports.ts"],
};

/** Most tests wait for sockets and processes more than they compute, so that a core carries two of them at once. */
const maxWorkers = 2 * availableParallelism();

/** Generous: a loaded machine is slow, and speed is measured in `npm run bench`, never here. */
function within(seconds: number) {
  return { testTimeout: seconds * 1_000, hookTimeout: seconds * 1_000 };
}

export default defineConfig({
  test: {
    maxWorkers,
    // A condition is waited for as long as a loaded machine may need; the test's own limit ends what never comes.
    expect: { poll: { timeout: 20_000, interval: 100 } },
    sequence: { sequencer: LongOnesFirst },
    globalSetup: ["test/once-a-run.ts"],
    projects: [
      {
        test: {
          name: "unit",
          ...shared,
          ...within(60),
          maxWorkers,
          include: [
            "src/**/*.test.ts",
            "web/src/**/*.test.ts",
            "test/*.test.ts",
            "infra/**/*.test.ts",
            "scripts/**/*.test.ts",
            "bench/**/*.test.ts",
          ],
        },
      },
      {
        // Apart from the others: whoever watches all traffic of a process goes on with it to its end.
        test: {
          name: "wire",
          ...shared,
          ...within(60),
          maxWorkers,
          include: ["test/wire/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "journeys",
          ...shared,
          ...within(180),
          maxWorkers,
          include: ["test/journeys/**/*.test.ts", "test/browser/**/*.test.ts"],
          retry: 1,
        },
      },
    ],
  },
});
