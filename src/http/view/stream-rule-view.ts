import { AudioId, FeedId, PlayerId } from "../../domain/ids.ts";
import type { GentleEnding as DomainEnding } from "../../domain/streams/gentle-ending.ts";
import type { StreamRule as DomainRule } from "../../domain/streams/stream-rule.ts";
import { clockOfMinute, minuteOfClock } from "../../domain/time/local-time.ts";
import type { Playlist, StreamEnding, StreamRule, StreamRuleTold } from "../schema/stream-rule.ts";
import { windowOf, windowView } from "./window-view.ts";

/** A stream's rule as the API has it. */
export function streamRuleView(rule: DomainRule): StreamRuleTold {
  if (rule.kind === "today") {
    const { fromMinute, ...rest } = rule;
    return { ...rest, from: clockOfMinute(fromMinute) };
  }
  if (rule.kind === "mailbox") {
    const { icon, ...rest } = rule;
    return { ...rest, ...(icon !== undefined && { icon: icon.replace(/^yoto:#/, "") }) };
  }
  if (rule.kind === "story") return { kind: rule.kind, storyId: rule.storyId };
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
    case "podcast": {
      const { season, ...rest } = asked;
      return {
        ...rest,
        feedId: FeedId(asked.feedId),
        otherwise: AudioId(asked.otherwise),
        ...(season !== undefined && { season }),
      };
    }
    case "radio":
      return { ...asked, otherwise: AudioId(asked.otherwise) };
    case "today": {
      const { from, wordsUrl, voiceId, ...rest } = asked;
      return {
        ...rest,
        otherwise: AudioId(asked.otherwise),
        fromMinute: minuteOfClock(from) ?? 0,
        ...(wordsUrl !== undefined && { wordsUrl }),
        ...(voiceId !== undefined && { voiceId }),
      };
    }
    case "mailbox": {
      const { light, kind, otherwise, icon } = asked;
      return {
        kind,
        otherwise: AudioId(otherwise),
        ...(light && { light: { ...light, players: light.players.map(PlayerId) } }),
        ...(icon !== undefined && { icon: `yoto:#${icon.replace(/^yoto:#/, "")}` }),
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
