import type { AwsAccount } from "../../ports/aws-account.ts";
import { CliTrouble } from "../api.ts";
import type { AwsReach } from "./aws-reach.ts";

/** A deployment that is there. */
export type Deployed = {
  readonly account: AwsAccount;
  readonly region: string;
  readonly stackName: string;
  readonly status: string;
  /** What the stack tells by this name; `undefined` when this kind of deployment has no such thing. */
  out(name: string): string | undefined;
  /** The same, where it must be. Throws `CliTrouble`. */
  must(name: string): string;
};

/** Which environment, and where, as every command takes it. */
export type Which = { readonly env: string; readonly region?: string | undefined };

/** Finds an environment's deployment. Throws `CliTrouble` when there is none. */
export async function deployedBy(reach: AwsReach, { env, region: told }: Which): Promise<Deployed> {
  const region = told ?? String(reach.remembered(env)["region"] ?? "us-east-1");
  const account = await reach.account(region);
  const stackName = `yoto-smart-stream-${env}`;
  const stack = await account.stack(stackName);
  if (stack === undefined)
    throw new CliTrouble(
      `There is no deployment called ${env} in ${region}. Make it: yoto-smart-stream aws up --env ${env} --region ${region}`,
    );
  const out = (name: string) => stack.outputs[name];
  return {
    account,
    region,
    stackName,
    status: stack.status,
    out,
    must(name) {
      const value = out(name);
      if (value === undefined) throw new CliTrouble(`This deployment has no ${name}; deploy it again.`);
      return value;
    },
  };
}
