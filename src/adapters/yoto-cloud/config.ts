import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";

/** Where Yoto is and who we are to it. */
export type YotoCloudConfig = {
  /** `https://login.yotoplay.com`, or the pretend Yoto; without a slash at the end. */
  readonly authUrl: string;
  /** `https://api.yotoplay.com` */
  readonly apiUrl: string;
  /** `https://labs.api.yotoplay.com` */
  readonly labsUrl: string;
  readonly clientId: string;
  /** Only confidential clients have one. */
  readonly clientSecret?: string;
  /** Our own version, for the User-Agent. */
  readonly version: string;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** How long one attempt may take until the whole answer is there; default 10 000. */
  readonly timeoutMs?: number;
  /** The same for refreshing tokens, where giving up early may cost a link; default 90 000. */
  readonly refreshTimeoutMs?: number;
};

/** What tokens are made for. The same for every installation: it names Yoto's API and is not where we call it. */
export const yotoAudience = "https://api.yotoplay.com";
