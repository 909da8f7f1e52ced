import type { Audio } from "../../domain/audio/audio.ts";
import type { AudioId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { AudioLibrary } from "../../stores/audio.ts";

const looks = 10;
const lookEveryMs = 200;

/**
 * The recording in the library with the same sound. Waits for one that is being added at this moment; throws `Unavailable` when it
 * does not appear, because its process has died: our own copy must be kept then.
 */
export async function findDuplicate(
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
