import type { PlayerId } from "../../domain/ids.ts";
import { lastingAnswer } from "../../domain/streams/lasting-answer.ts";
import { pick } from "../../domain/streams/pick.ts";
import { streamWords } from "../../domain/streams/rule-words.ts";
import { slotNamesOf } from "../../domain/streams/slot-names.ts";
import { audioOf, type Stream as DomainStream } from "../../domain/streams/stream.ts";
import { streamUrl } from "../../domain/streams/stream-url.ts";
import { allPlayers } from "../../usecases/cards/card-activity.ts";
import type { ChooseDeps } from "../../usecases/streams/choose-for-listener.ts";
import { ruleCandidates } from "../../usecases/streams/rule-candidates.ts";
import type { SlotsAnswered } from "../../usecases/streams/slots-at-edge.ts";
import type { Stream } from "../schema/stream.ts";
import type { SlotLog } from "../streams/slot-log.ts";
import { endingView, streamRuleView } from "./stream-rule-view.ts";

export type StreamViewDeps = ChooseDeps & {
  readonly slotLog: SlotLog;
  readonly publicUrl: URL;
  readonly edgeAnswers?: SlotsAnswered | undefined;
};

/** A stream as the API has it, with its rule in words. */
export async function streamView(
  deps: StreamViewDeps,
  stream: DomainStream,
  nameOf?: (id: PlayerId) => string,
): Promise<Stream> {
  const nowMs = deps.clock.nowMs();
  const zone = (await deps.settings.get("time-zone")).value;
  const found = await ruleCandidates(deps, stream, { nowMs, zone });
  const facts = { nowMs, zone, listener: "", startedAtMs: nowMs, progress: {}, found };
  const slots = slotNamesOf(stream).map((name) => ({
    name,
    audio: pick(stream, name, facts)?.audio ?? [],
  }));
  const wanted = [...audioOf(stream), ...slots.flatMap((each) => each.audio.slice(0, 1))];
  const audio = await deps.audio.getMany([...new Set(wanted)]);
  const titles = new Map(audio.map(({ value }) => [value.id, value.title]));
  const { edgeAnswers = "none" } = deps;
  const read = edgeAnswers === "timed" ? { nowMs, zone } : undefined;
  const isAtEdge = (slot: string) =>
    edgeAnswers !== "none" && lastingAnswer(stream, slot, read) !== undefined;
  return {
    id: stream.id,
    title: stream.title,
    rule: streamRuleView(stream.rule),
    ...(stream.ending && { ending: endingView(stream.ending) }),
    ruleWords: streamWords(stream, nameOf ?? (await playerNamesOf(deps))),
    slots: slots.map(({ name, audio: [first, ...more] }) => ({
      name,
      title:
        more.length > 0 || stream.rule.kind === "story"
          ? stream.title
          : ((first && titles.get(first)) ?? "(deleted)"),
      audioId: first ?? "",
      audio: first === undefined ? [] : [first, ...more],
      url: streamUrl(deps.publicUrl, stream.secret, name).href,
      requests: deps.slotLog.counts(stream.id, name),
      atEdge: isAtEdge(name),
    })),
    pieces: audio.map(({ value: { id, title, seconds } }) => ({ id, title, seconds })),
    createdAtMs: stream.createdAtMs,
    changedAtMs: stream.changedAtMs,
  };
}

/** What the players are called, for words about them. */
export async function playerNamesOf(
  deps: Pick<StreamViewDeps, "players">,
): Promise<(id: PlayerId) => string> {
  const names = new Map((await allPlayers(deps.players)).map(({ playerId, name }) => [playerId, name]));
  return (id) => names.get(id) ?? "a player that is not here any more";
}
