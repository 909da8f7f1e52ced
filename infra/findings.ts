import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { z } from "zod";

const report = z.object({
  pluginReports: z
    .array(
      z.object({
        violations: z
          .array(
            z.object({
              ruleName: z.string(),
              violatingConstructs: z.array(z.object({ constructPath: z.string().optional() })).default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

/** Synthesises the app under cdk-nag and answers what it finds that nobody has acknowledged: `rule at construct`. */
export function findingsIn(app: App): string[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const quiet = process.stderr.write;
  // The plugins print a page for each finding; who asks here wants a list.
  process.stderr.write = () => true;
  const exitCode = process.exitCode;
  try {
    app.synth();
  } finally {
    process.stderr.write = quiet;
    process.exitCode = exitCode;
  }
  const text = readFileSync(join(app.outdir, "validation-report.json"), "utf8");
  return report
    .parse(JSON.parse(text))
    .pluginReports.flatMap(({ violations }) => violations)
    .flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath ?? "?"}`),
    );
}
