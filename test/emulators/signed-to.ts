import {
  type AwsService,
  createSignedCall,
  type SignedCall,
  type SignedCallOptions,
} from "../../src/adapters/aws/signed-call.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";

/**
 * Signed calls to an emulator, which does not look at who signs. What is asked again pauses by the machine's clock: by one
 * that stands still it would pause for ever.
 */
export function signedTo(
  endpoint: (service: AwsService) => string,
  more: Partial<SignedCallOptions> = {},
): SignedCall {
  return createSignedCall({
    region: "us-east-1",
    credentials: async () => ({ accessKeyId: "test", secretAccessKey: "test" }),
    endpoint,
    clock: systemClock(),
    chance: { fraction: () => 0.5, secret: () => "", id: () => "" },
    ...more,
  });
}
