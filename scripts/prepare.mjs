// Makes a fresh clone ready: `node scripts/prepare.mjs start|test|check|deploy`. Runs on any Node from 18 on, with nothing installed.
import { buildWeb } from "./prepare/build-web.mjs";
import { installInfra } from "./prepare/install-infra.mjs";
import { installPackages } from "./prepare/install-packages.mjs";
import { NotReady } from "./prepare/not-ready.mjs";
import { requireTestTools } from "./prepare/require-test-tools.mjs";

const purpose = process.argv[2];
try {
  await Promise.all([installPackages(), purpose !== "start" && installInfra()]);
  if (purpose !== "check") buildWeb();
  if (purpose === "test") requireTestTools();
} catch (error) {
  if (!(error instanceof NotReady)) throw error;
  console.error(`\n${error.message}\n`);
  process.exit(1);
}
