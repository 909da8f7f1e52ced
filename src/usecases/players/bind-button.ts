import type { CardId, PlayerId, YotoCardId } from "../../domain/ids.ts";
import { sameValue } from "../../domain/plain-values.ts";
import {
  type ButtonPress,
  bindPress,
  pressSetting,
  shortcutAt,
  shortcutsInForce,
} from "../../domain/players/edit-shortcuts.ts";
import type { Shortcut } from "../../domain/players/player-config.ts";
import type { YotoPlayerDetails } from "../../ports/yoto-players.ts";
import type { Cards } from "../../stores/cards.ts";
import type { CardLookUp } from "../cards/look-up-card.ts";
import { changePlayerConfig } from "./change-player-config.ts";
import {
  type OpenPlayer,
  openPlayerSettings,
  type PlayerSettingsDeps,
  recordChange,
  type SettingsChanged,
} from "./open-player-settings.ts";
import { type Verified, writeAndVerify } from "./write-and-verify.ts";

export type BindDeps = PlayerSettingsDeps & { readonly cards: Cards; readonly cardLookUp: CardLookUp };

/** What a press shall start: a card of ours or of Yoto's, from its beginning unless a place is told. */
export type ButtonBinding = {
  readonly card: { readonly cardId: CardId } | { readonly yotoCardId: YotoCardId };
  readonly chapterKey?: string;
  readonly trackKey?: string;
};

export type BindRefused =
  | "press-without-first"
  | "not-published"
  | "other-family"
  | "card-unknown"
  | "no-track-there";

/**
 * Binds a card to a press of the right button while no card plays, or nothing. Written as a shortcut and as the older setting,
 * because firmware may read either. Throws `YotoTrouble`.
 */
export async function bindButton(
  deps: BindDeps,
  asked: {
    readonly playerId: PlayerId;
    readonly by: string;
    readonly at: ButtonPress;
    readonly wish: ButtonBinding | undefined;
  },
): Promise<SettingsChanged<BindRefused>> {
  const { playerId, by, at, wish } = asked;
  const open = await openPlayerSettings(deps, playerId);
  if (open === undefined) return { ok: false, why: "not-found" };
  const plays = wish === undefined ? undefined : await shortcutFor(deps, open, wish);
  if (typeof plays === "string") return { ok: false, why: plays };
  const done = await writeShortcut(deps, open, at, plays);
  if (!done.ok) return done.why === "unknown-player" ? { ok: false, why: "not-found" } : done;
  const [before, after] = [playedAt(done.before, at), playedAt(done.after, at)];
  if (sameValue(before, after)) return { ok: true, after: done.after };
  const change = await recordChange(deps, {
    playerId,
    by,
    press: at,
    before: before === undefined ? {} : { shortcut: before },
    after: after === undefined ? {} : { shortcut: after },
  });
  return { ok: true, after: done.after, change };
}

/** What the press starts by what Yoto says. */
export function playedAt(details: YotoPlayerDetails, at: ButtonPress): Shortcut | undefined {
  return shortcutAt(shortcutsInForce(details.shortcuts, details.config.settings), at);
}

/** Writes one press and reads it back; the other presses are written as they are by then. */
export async function writeShortcut(
  deps: PlayerSettingsDeps,
  open: OpenPlayer,
  at: ButtonPress,
  plays: Shortcut | undefined,
): Promise<Verified<YotoPlayerDetails> | { readonly ok: false; readonly why: "press-without-first" }> {
  const { playerId } = open.state;
  const { yoto, withToken } = open;
  const bound = ({ shortcuts, config }: YotoPlayerDetails) =>
    bindPress(shortcutsInForce(shortcuts, config.settings), at, plays);
  const missing = (now: YotoPlayerDetails) => (sameValue(playedAt(now, at), plays) ? [] : ["shortcut"]);
  const first = await withToken((token) => yoto.playerDetails(token, playerId));
  if (first === undefined) return { ok: false, why: "unknown-player" };
  const possible = bound(first);
  if (!possible.ok) return possible;

  const listed = await writeAndVerify(
    deps,
    {
      read: () => withToken((token) => yoto.playerDetails(token, playerId)),
      missing,
      write: async (base) => {
        const edited = bound(base);
        if (edited.ok) await withToken((token) => yoto.putShortcuts(token, playerId, edited.shortcuts));
      },
      erased: (base, after) => (sameValue(playedAt(after, at), playedAt(base, at)) ? missing(after) : []),
    },
    deps.settleMs,
  );
  if (!listed.ok) return listed;
  // Somebody who bound it otherwise meanwhile is right.
  if (missing(listed.after).length > 0) return listed;
  const older = { settings: pressSetting(at, plays) };
  const set = await changePlayerConfig({ ...deps, ...open }, playerId, older, deps);
  return set.ok ? { ...set, before: listed.before } : set;
}

async function shortcutFor(
  deps: BindDeps,
  { state }: OpenPlayer,
  { card, chapterKey, trackKey }: ButtonBinding,
): Promise<Shortcut | BindRefused> {
  let yotoCardId: YotoCardId;
  if ("yotoCardId" in card) yotoCardId = card.yotoCardId;
  else {
    const published = (await deps.cards.get(card.cardId))?.value.published;
    if (published === undefined) return "not-published";
    if (published.accountId !== state.accountId) return "other-family";
    yotoCardId = published.yotoCardId;
  }
  if (chapterKey !== undefined && trackKey !== undefined)
    return { plays: "track", yotoCardId, chapterKey, trackKey };
  const facts = await deps.cardLookUp.get(state.accountId, yotoCardId);
  if (facts === undefined) return "card-unknown";
  const track = facts.tracks.find(
    (each) =>
      (chapterKey === undefined || each.chapterKey === chapterKey) &&
      (trackKey === undefined || each.trackKey === trackKey),
  );
  if (track === undefined) return "no-track-there";
  return { plays: "track", yotoCardId, chapterKey: track.chapterKey, trackKey: track.trackKey };
}
