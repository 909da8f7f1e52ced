import { parseArgs } from "node:util";
import { BadSettings, readSettings } from "./settings.ts";
import { parameterPrefixOf, stackNameOf } from "./stack-names.ts";
import { synthesise } from "./synthesise.ts";

/**
 * The CDK app: `node infra/app.ts '<settings as JSON>' --out <folder> --bundles dist/aws`. Asks nobody, needs no credentials;
 * prints what it made as JSON.
 */
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
  const { env } = settings;
  console.log(JSON.stringify({ stackName: stackNameOf(env), parameterPrefix: parameterPrefixOf(env) }));
} catch (error) {
  if (!(error instanceof BadSettings)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
