import { isHomeAddress } from "../adapters/web/home-address.ts";
import { createWeb } from "../adapters/web/web.ts";

/** Where webhooks may go: the internet; and the home too, where an admin allowed it and whoever delivers is there. */
export function webhookWebs({ atHome }: { readonly atHome: boolean }) {
  const internet = createWeb();
  return { internet, home: atHome ? createWeb({ mayReach: isHomeAddress }) : internet };
}
