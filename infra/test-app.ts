import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { z } from "zod";
import { bundleNames } from "../src/main/aws/agreed-names.ts";
import { readSettings } from "./settings.ts";
import { appOf, policyIn, productIn } from "./synthesise.ts";

/** A temporary folder of its own. */
export const aFolder = (): string => mkdtempSync(join(tmpdir(), "infra-"));

/** Bundles whose content does not matter. */
export function someBundles(): string {
  const folder = aFolder();
  for (const name of bundleNames) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, `${name}.mjs`), "export const handler = () => {};\n");
  }
  return folder;
}

/** What no template holds. CDK's own validation costs most of a synthesis, and only `findings.test.ts` asks for what it finds. */
const templatesOnly = { stackTraces: false, treeMetadata: false, builtinCloudFormationValidation: false };

/** An app with these settings, not synthesised yet. */
export const anApp = (settings: Readonly<Record<string, unknown>> = {}) =>
  appOf(readSettings({ email: "parent@example.org", ...settings }), {
    outdir: aFolder(),
    bundles: someBundles(),
    app: templatesOnly,
  });

/** One app with an environment for each of these settings. */
export function anAppOfAll(all: readonly Readonly<Record<string, unknown>>[]): App {
  const app = new App({ outdir: aFolder(), analyticsReporting: false });
  const bundles = someBundles();
  for (const settings of all)
    productIn(app, readSettings({ email: "parent@example.org", ...settings }), bundles);
  policyIn(app, readSettings({}));
  return app;
}

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      DeletionPolicy: z.string().optional(),
      UpdateReplacePolicy: z.string().optional(),
    }),
  ),
});

/** A template with its resources, ready for questions. Made once for the same settings. */
export function templateOf(settings: Readonly<Record<string, unknown>> = {}) {
  const key = JSON.stringify(settings);
  const known = made.get(key) ?? freshTemplateOf(settings);
  made.set(key, known);
  return known;
}

const made = new Map<string, ReturnType<typeof freshTemplateOf>>();

function freshTemplateOf(settings: Readonly<Record<string, unknown>>) {
  const template = Template.fromStack(anApp(settings).stack);
  const { Resources } = templateSchema.parse(template.toJSON());
  const ofType = (type: string) =>
    Object.entries(Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, resource]) => ({ id, ...resource }));
  return { template, resources: Resources, ofType };
}
