import { createHmac } from "node:crypto";
import { capabilityPath, capabilityText } from "../../../domain/audio/capability-path.ts";

/** The key that signs addresses: its name (in the address) and the secret, which the edge knows too. */
export type CapabilityKey = { readonly kid: string; readonly secret: string };

/** 128 bits as base64url. */
const macCharacters = 22;

/**
 * Where a player fetches a file from CloudFront: an address that lasts, cannot be guessed, and is checked at the edge
 * (`capability-check.function.js`), so that a story at bedtime waits for no server of ours.
 */
export function createCapabilityAddress(
  origin: URL,
  { kid, secret }: CapabilityKey,
): (key: string, grant?: string) => URL {
  return (fileKey, grant) => {
    const mac = createHmac("sha256", secret)
      .update(capabilityText(kid, fileKey, grant))
      .digest("base64url")
      .slice(0, macCharacters);
    return new URL(capabilityPath({ kid, mac, grant, fileKey }), origin);
  };
}
