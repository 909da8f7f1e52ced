import {
  type AwsService,
  createSignedCall,
  type SignedCall,
  type SignedCallOptions,
} from "../../src/adapters/aws/signed-call.ts";

/** Signed calls to an emulator, which does not look at who signs. */
export function signedTo(
  endpoint: (service: AwsService) => string,
  more: Partial<SignedCallOptions> = {},
): SignedCall {
  return createSignedCall({
    region: "us-east-1",
    credentials: async () => ({ accessKeyId: "test", secretAccessKey: "test" }),
    endpoint,
    clock: { nowMs: () => Date.now(), sleep: async () => {} },
    chance: { fraction: () => 0.5, secret: () => "", id: () => "" },
    ...more,
  });
}
