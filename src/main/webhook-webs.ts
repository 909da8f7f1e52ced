import { createWeb } from "../adapters/web/web.ts";

/** Where webhooks may go: the internet, and (where an admin allowed it) the home too, but never the machine's own cloud. */
export function webhookWebs() {
  const isCloudsOwn = (address: string) => address.startsWith("169.254.") || address.startsWith("fe80:");
  return { internet: createWeb(), home: createWeb({ mayReach: (address) => !isCloudsOwn(address) }) };
}
