import { createAudiobookshelf } from "../adapters/media/audiobookshelf.ts";
import { createSubsonic } from "../adapters/media/subsonic.ts";
import type { Chance } from "../ports/chance.ts";
import type { Web } from "../ports/web.ts";
import type { MediaSources } from "../usecases/feeds/use-media-server.ts";

/** How each kind of media server is spoken to. */
export function mediaSourcesOver(web: Web, chance: Chance): MediaSources {
  return { audiobookshelf: createAudiobookshelf(web), subsonic: createSubsonic(web, chance) };
}
