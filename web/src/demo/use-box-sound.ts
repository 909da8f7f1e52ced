import { useEffect, useMemo, useState } from "preact/hooks";
import type { Player } from "../../../src/http/schema/player.ts";
import { serverNowMs } from "../api/server-clock.ts";
import { secondsAt } from "../stores/with-wish.ts";
import { createBoxSound } from "./box-sound.ts";
import type { PretendBox } from "./pretend-box.ts";

/** Lets a box be heard here: whether it is, and the switch, which must be called from a click. */
export function useBoxSound(box: PretendBox, player: Player | undefined) {
  const [on, setOn] = useState(false);
  const sound = useMemo(createBoxSound, []);
  useEffect(() => {
    if (!on) return;
    const told = player === undefined ? undefined : secondsAt(player, serverNowMs());
    sound.follow(box, told ?? box.playing?.seconds ?? 0);
  }, [on, box, player, sound]);
  useEffect(() => sound.stop, [sound]);
  const toggle = () => {
    if (on) sound.stop();
    setOn(!on);
  };
  return { on, toggle };
}
