import { parseArgs } from "node:util";
import { BadSettings, readSettings } from "./settings.ts";
import { synthesise } from "./synthesise.ts";

/** The CDK app: `node infra/app.ts '<settings as JSON>' --out cdk.out --bundles dist/aws`. Asks nobody, needs no keys. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: "string", default: "infra/cdk.out" },
    bundles: { type: "string", default: "dist/aws" },
  },
});
try {
  const settings = readSettings(JSON.parse(positionals[0] ?? "{}"));
  synthesise(settings, { outdir: values.out, bundles: values.bundles });
} catch (error) {
  if (!(error instanceof BadSettings)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
