import type { Clients } from "./auth/clients.ts";
import type { Grants } from "./auth/grants.ts";
import type { TokenSigner } from "./auth/token-signer.ts";
import type { PretendChance } from "./chance.ts";
import type { PretendClock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { Journal } from "./journal.ts";
import type { Accounts } from "./store/accounts.ts";
import type { Cards } from "./store/cards.ts";
import type { Devices } from "./store/devices.ts";
import type { Families } from "./store/library.ts";
import type { Media } from "./store/media.ts";
import type { Switches } from "./switches.ts";

/** Everything the routes and the broker of the pretend cloud share; each uses the part it names. */
export type Cloud = {
  readonly clock: PretendClock;
  readonly chance: PretendChance;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly switches: Switches;
  /** Scheme, host and port the cloud is reached at; known once it listens. */
  readonly origin: () => string;
  readonly accounts: Accounts;
  readonly clients: Clients;
  readonly grants: Grants;
  readonly tokens: TokenSigner;
  readonly devices: Devices;
  readonly cards: Cards;
  readonly families: Families;
  readonly media: Media;
  /** Publishes to the players and clients that listen; set once the broker runs. */
  readonly publish: (topic: string, payload: unknown) => void;
};
