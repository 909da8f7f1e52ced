import { App, type AppProps, BootstraplessSynthesizer, DefaultStackSynthesizer } from "aws-cdk-lib";
import { DeployPolicyStack } from "./deploy-policy.ts";
import type { Settings } from "./settings.ts";
import { SmartStreamStack } from "./smart-stream-stack.ts";
import { bootstrapQualifier, policyStackName, stackNameOf } from "./stack-names.ts";

export type SynthesisOptions = { readonly outdir: string; readonly bundles: string; readonly app?: AppProps };

/** The app with an environment and the policy its deployments need, not written yet. */
export function appOf(settings: Settings, { outdir, bundles, app: props }: SynthesisOptions) {
  const app = new App({ outdir, analyticsReporting: false, ...props });
  return { app, stack: productIn(app, settings, bundles), policy: policyIn(app, settings) };
}

/** An environment's stack. */
export function productIn(app: App, settings: Settings, bundles: string): SmartStreamStack {
  return new SmartStreamStack(app, stackNameOf(settings.env), {
    env: placeOf(settings),
    settings,
    bundles,
    description: "Yoto Smart Stream: a family's own audio on its own Yoto cards",
    terminationProtection: settings.env === "prod",
    synthesizer: new DefaultStackSynthesizer({ qualifier: bootstrapQualifier }),
  });
}

/** The stack that is deployed before all others, with the rights of whoever deploys. */
export function policyIn(app: App, settings: Settings): DeployPolicyStack {
  return new DeployPolicyStack(app, policyStackName, {
    env: placeOf(settings),
    description: "Yoto Smart Stream: what its deployments may do",
    synthesizer: new BootstraplessSynthesizer(),
  });
}

/** Writes the cloud assembly: templates and what they need. Offline. */
export function synthesise(settings: Settings, options: SynthesisOptions): void {
  appOf(settings, options).app.synth();
}

const placeOf = ({ region, account }: Settings) => ({ region, ...(account !== undefined && { account }) });
