import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

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
    // The product's processes that tests start compile its modules once and not once each.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/node", import.meta.url)) },
    projects: [
      {
        test: {
          name: "unit",
          ...within(30),
          // No file leaves anything behind in the process, so that modules are loaded once and not once a file.
          isolate: false,
          maxWorkers,
          include: [
            "src/**/*.test.ts",
            "web/src/**/*.test.ts",
            "test/*.test.ts",
            "scripts/**/*.test.ts",
            "bench/**/*.test.ts",
          ],
        },
      },
      {
        test: {
          name: "wire",
          isolate: false,
          ...within(30),
          maxWorkers,
          include: ["test/wire/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "journeys",
          isolate: false,
          ...within(180),
          maxWorkers,
          include: ["test/journeys/**/*.test.ts"],
          retry: 1,
        },
      },
      {
        test: {
          name: "browser",
          isolate: false,
          ...within(120),
          maxWorkers,
          include: ["test/browser/**/*.test.ts"],
          retry: 1,
        },
      },
      {
        // On its own and last: the CDK is loaded once, which takes a core for many seconds.
        test: {
          name: "infra",
          ...within(30),
          isolate: false,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          include: ["infra/**/*.test.ts"],
        },
      },
    ],
  },
});
