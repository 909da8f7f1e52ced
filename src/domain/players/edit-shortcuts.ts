import { YotoCardId } from "../ids.ts";
import { sameValue } from "../plain-values.ts";
import type { PlayerSettings, Shortcut, Shortcuts } from "./player-config.ts";

/** Which press of the right button, while no card plays. */
export type ButtonPress = { readonly mode: "day" | "night"; readonly press: 1 | 2 };

export type ShortcutsEdited =
  | { readonly ok: true; readonly shortcuts: Shortcuts }
  /** Yoto keeps a list without gaps: the second press needs a first one. */
  | { readonly ok: false; readonly why: "press-without-first" };

/** What the press starts; `undefined`: nothing. */
export function shortcutAt(shortcuts: Shortcuts, { mode, press }: ButtonPress): Shortcut | undefined {
  return shortcuts[mode][press - 1];
}

/** The shortcuts with this press bound anew, or to nothing; the same object when it is so already. */
export function bindPress(
  shortcuts: Shortcuts,
  at: ButtonPress,
  plays: Shortcut | undefined,
): ShortcutsEdited {
  if (sameValue(shortcutAt(shortcuts, at), plays)) return { ok: true, shortcuts };
  const list = shortcuts[at.mode];
  const place = at.press - 1;
  const hole = plays === undefined ? list.length > place + 1 : list.length < place;
  if (hole) return { ok: false, why: "press-without-first" };
  const after = plays === undefined ? list.slice(0, place) : list.toSpliced(place, 1, plays);
  return { ok: true, shortcuts: { ...shortcuts, [at.mode]: after } };
}

/** The older setting that says the same as the shortcut; firmware may read either. Empty where it cannot say it. */
export function pressSetting({ mode, press }: ButtonPress, plays: Shortcut | undefined): PlayerSettings {
  if (plays !== undefined && plays.plays !== "track") return {};
  const text = plays === undefined ? "0" : `${plays.yotoCardId}/${plays.chapterKey}/${plays.trackKey}`;
  if (mode === "day") return press === 1 ? { dayFirstPress: text } : { daySecondPress: text };
  return press === 1 ? { nightFirstPress: text } : { nightSecondPress: text };
}

/** The shortcuts that hold: the list, or for a mode without one what the older settings say, up to the first that is off. */
export function shortcutsInForce(shortcuts: Shortcuts, settings: PlayerSettings): Shortcuts {
  const older = (...texts: readonly (string | undefined)[]): readonly Shortcut[] => {
    const read = texts.map(fromText);
    const end = read.indexOf(undefined);
    return read.slice(0, end < 0 ? read.length : end).filter((each) => each !== undefined);
  };
  const { day, night } = shortcuts;
  return {
    ...shortcuts,
    day: day.length > 0 ? day : older(settings.dayFirstPress, settings.daySecondPress),
    night: night.length > 0 ? night : older(settings.nightFirstPress, settings.nightSecondPress),
  };
}

function fromText(text: string | undefined): Shortcut | undefined {
  const [card = "", chapterKey, trackKey] = (text ?? "").split("/");
  if (chapterKey === undefined || trackKey === undefined) return undefined;
  return { plays: "track", yotoCardId: YotoCardId(card), chapterKey, trackKey };
}
