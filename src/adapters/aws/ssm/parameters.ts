import { z } from "zod";
import { AwsRefused, type SignedCall } from "../signed-call.ts";

/** Encrypted parameters (SecureString under the account's own key: no cost). Every method may throw `Unavailable`. */
export type Parameters = {
  /** Those that exist, by name; at most ten are asked for. */
  get(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** `false`: there is one already, and `overwrite` was not asked for. */
  put(name: string, value: string, options?: { readonly overwrite: boolean }): Promise<boolean>;
};

const answer = z.object({ Parameters: z.array(z.object({ Name: z.string(), Value: z.string() })) });

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
export function createParameters(call: SignedCall): Parameters {
  const ask = (action: string, body: object) =>
    call("ssm", {
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `AmazonSSM.${action}` },
      body: JSON.stringify(body),
    });
  return {
    async get(names) {
      const got = await ask("GetParameters", { Names: names, WithDecryption: true });
      const { Parameters } = answer.parse(await got.json());
      return new Map(Parameters.map(({ Name, Value }) => [Name, Value]));
    },
    async put(name, value, { overwrite } = { overwrite: false }) {
      try {
        await ask("PutParameter", { Name: name, Value: value, Type: "SecureString", Overwrite: overwrite });
        return true;
      } catch (error) {
        if (error instanceof AwsRefused && error.type === "ParameterAlreadyExists") return false;
        throw error;
      }
    },
  };
}
