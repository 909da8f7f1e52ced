import { AudioId, PlayerId } from "../../domain/ids.ts";
import type { GentleEnding as DomainEnding } from "../../domain/streams/gentle-ending.ts";
import type { StreamRule as DomainRule } from "../../domain/streams/stream-rule.ts";
import type { Playlist, StreamEnding, StreamRule } from "../schema/stream-rule.ts";
import { windowOf, windowView } from "./window-view.ts";

/** A stream's rule as the API has it. */
export function streamRuleView(rule: DomainRule): StreamRule {
  if (rule.kind !== "by-time") return rule;
  const branches = rule.branches.map(({ window, plays }) => ({ window: windowView(window), plays }));
  return { ...rule, branches };
}

/** The rule as the domain has it. */
export function streamRuleOf(asked: StreamRule): DomainRule {
  switch (asked.kind) {
    case "fixed-list":
    case "queue":
    case "chapter-a-day":
    case "book":
      return { ...asked, audio: asked.audio.map(AudioId) };
    case "calendar": {
      const { before, ...rest } = asked;
      return {
        ...rest,
        audio: asked.audio.map(AudioId),
        ...(before !== undefined && { before: AudioId(before) }),
      };
    }
    case "by-time":
      return {
        kind: asked.kind,
        branches: asked.branches.map(({ window, plays }) => ({
          window: windowOf(window),
          plays: listOf(plays),
        })),
        otherwise: listOf(asked.otherwise),
      };
    case "by-player":
      return {
        kind: asked.kind,
        branches: asked.branches.map(({ players, plays }) => ({
          players: players.map(PlayerId),
          plays: listOf(plays),
        })),
        otherwise: listOf(asked.otherwise),
      };
  }
}

/** How a stream ends at bedtime, as the API has it. */
export function endingView({ window, minutes, lullaby }: DomainEnding): StreamEnding {
  return { window: windowView(window), minutes, ...(lullaby !== undefined && { lullaby }) };
}

/** As the domain has it. */
export function endingOf({ window, minutes, lullaby }: StreamEnding): DomainEnding {
  return { window: windowOf(window), minutes, ...(lullaby !== undefined && { lullaby: AudioId(lullaby) }) };
}

function listOf({ audio, ...rest }: Playlist) {
  return { ...rest, audio: audio.map(AudioId) };
}
