import type { Audio } from "../../domain/audio/audio.ts";
import type { AudioId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { AudioLibrary } from "../../stores/audio.ts";

const looks = 10;
const lookEveryMs = 200;

/**
 * The recording that has the same sound already. Who adds it this very moment is waited for; throws `Unavailable` when it does not
 * come, for whoever was at it has died: then ours must not be let go.
 */
export async function theSameSound(
  { audio, clock }: { readonly audio: Pick<AudioLibrary, "getAny">; readonly clock: Clock },
  id: AudioId,
): Promise<Audio> {
  for (let look = 1; look <= looks; look += 1) {
    const found = await audio.getAny(id);
    if (found !== undefined) return found.value;
    await clock.sleep(lookEveryMs);
  }
  throw new Unavailable(
    "Somebody else was just adding the same sound and did not end it; try again in a minute",
  );
}
