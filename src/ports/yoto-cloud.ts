import type { YotoContent } from "./yoto-content.ts";
import type { YotoLabs } from "./yoto-labs.ts";
import type { YotoLibrary } from "./yoto-library.ts";
import type { YotoMedia } from "./yoto-media.ts";
import type { YotoPlayers } from "./yoto-players.ts";

/**
 * Yoto's REST API for one account, with an access token that is valid now. Every method that calls Yoto may throw
 * `YotoTrouble`; reads are repeated inside (bounded, with jitter, honouring Retry-After), writes only where repeating is
 * harmless. A use case names the part it needs.
 * @see https://yoto.dev/api/
 */
export type YotoCloud = YotoPlayers & YotoContent & YotoLibrary & YotoMedia & YotoLabs;

/**
 * Calls Yoto with a token that is valid now; when Yoto refuses it (`unauthorized`), gets a fresh one and calls once more.
 * Work that outlives a token asks for each call anew.
 */
export type WithYotoToken = <Answer>(call: (accessToken: string) => Promise<Answer>) => Promise<Answer>;
