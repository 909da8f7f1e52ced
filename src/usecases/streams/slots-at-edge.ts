import type { AudioId, StreamId } from "../../domain/ids.ts";
import { type ClockRead, lastingAnswer } from "../../domain/streams/lasting-answer.ts";
import { slotNamesOf } from "../../domain/streams/slot-names.ts";
import { pauseMs } from "../../domain/streams/still-listening.ts";
import { audioOf, type Stream } from "../../domain/streams/stream.ts";
import { goesByTheClock } from "../../domain/streams/stream-rule.ts";
import { zoneOf } from "../../domain/time/zone-of.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Edge, EdgeSlot } from "../../ports/edge.ts";
import type { Log } from "../../ports/log.ts";
import type { Written } from "../../ports/table.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { EdgeSlots, ToldSlot, ToldToEdge } from "../../stores/edge-slots.ts";
import type { Players } from "../../stores/players.ts";
import type { Versioned } from "../../stores/records.ts";
import type { Settings } from "../../stores/settings.ts";
import type { Streams } from "../../stores/streams.ts";
import { allPlayers } from "../cards/card-activity.ts";
import { grantOf } from "./grant-of.ts";

/**
 * Which slots the edge answers: none; those that are `fixed` until somebody edits the stream; or, `timed`, also those that go by
 * the clock alone, until shortly before they change.
 */
export type SlotsAnswered = "none" | "fixed" | "timed";

export type SlotsAtEdgeDeps = {
  readonly edge: Edge;
  readonly which: SlotsAnswered;
  readonly edgeSlots: EdgeSlots;
  readonly streams: Streams;
  readonly audio: AudioLibrary;
  readonly players: Players;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
};

/** Keeps the edge told of slots that it can answer without us. What it says is right, or it says nothing and we are asked. */
export type SlotsAtEdge = {
  /**
   * Nothing works any more that was handed out under a secret that the stream notes as silenced; then that note is taken away. Throws
   * `Unavailable`; then it stands there still, and {@link tellAll} tries again.
   */
  silence(stream: Versioned<Stream>): Promise<Written>;
  /**
   * Takes away what would be wrong once the stream is `after` (`undefined`: once there is none) and these recordings are gone. To be
   * called before that is saved. Throws `Unavailable`.
   */
  withdraw(id: StreamId, after: Stream | undefined, gone?: ReadonlySet<AudioId>): Promise<void>;
  /** {@link withdraw} for all streams that play one of these. */
  withdrawAudio(ids: readonly AudioId[]): Promise<void>;
  /**
   * What the edge may have begun to play to somebody who asks us for the rest of it, because it was told otherwise since: whom the
   * edge answers, nobody notes. `undefined`: nothing.
   */
  begun(stream: Stream, slot: string): Promise<AudioId | undefined>;
  /** Tells of a stream whose addresses nobody had until now. Never throws: we are asked until it is told. */
  tellNew(id: StreamId): Promise<void>;
  /**
   * Tells of every stream what is right and has been for so long that nobody is in the middle of something else: that one would
   * hear the rest of another recording. Never throws.
   */
  tellAll(): Promise<void>;
};

type Told = ToldToEdge["slots"];

/** As long as a track may be that began before a change, with a pause. */
const settledAfterMs = 3 * 3_600_000;

/** {@link SlotsAtEdge} over an edge, with a record of what each stream's slots were told. */
export function createSlotsAtEdge(deps: SlotsAtEdgeDeps): SlotsAtEdge {
  const { edge, edgeSlots, log } = deps;
  const noneGone: ReadonlySet<AudioId> = new Set();

  /** What the edge may say of a stream's slots, and since when that has been so. */
  async function right(stream: Stream | undefined, gone = noneGone) {
    const entries = new Map<EdgeSlot, { readonly says: ToldSlot; readonly sinceMs: number }>();
    if (stream === undefined || deps.which === "none") return entries;
    const read = goesByTheClock(stream.rule) ? await clockFor(deps) : undefined;
    const answers = slotNamesOf(stream).map((slot) => ({ slot, answer: lastingAnswer(stream, slot, read) }));
    const wanted = new Set(answers.flatMap(({ answer }) => answer?.audio ?? []));
    const present = await deps.audio.getMany([...wanted].filter((id) => !gone.has(id)));
    const records = new Map(present.map(({ value }) => [value.id, value]));
    const grant = grantOf(stream.secret);
    for (const { slot, answer } of answers) {
      const audio = answer && records.get(answer.audio);
      if (audio === undefined) continue;
      const { id, seconds, fileKey } = audio;
      // Whoever began before the clock decides otherwise is to be through by then, with a pause.
      const untilMs = answer?.clock && answer.clock.untilMs - seconds * 1000 - pauseMs;
      if (untilMs !== undefined && untilMs <= deps.clock.nowMs()) continue;
      const says = { audio: id, seconds, fileKey, ...(untilMs !== undefined && { untilMs }) };
      const sinceMs = Math.max(stream.changedAtMs, answer?.clock?.sinceMs ?? 0);
      entries.set(`${grant}/${slot}`, { says, sinceMs });
    }
    return entries;
  }

  /**
   * Makes the edge say what `wanted` answers, given what it was told. Written down first as unknown, then as told: should we be
   * killed in between, the next one tells it again.
   */
  async function write(id: StreamId, wanted: (told: Told) => Promise<Told>): Promise<void> {
    const read = async () => {
      const found = await edgeSlots.get(id);
      const ours = found?.value.edgeId === edge.id ? found.value : undefined;
      const told: Told = ours?.slots ?? {};
      const want = await wanted(told);
      const names = [...new Set([...Object.keys(told), ...Object.keys(want)])];
      const differ = names.filter((name) => !isSame(told[name], want[name]));
      return { version: found?.version, told, before: ours?.before ?? {}, want, differ };
    };
    if ((await read()).differ.length === 0) return;
    let written: { readonly record: ToldToEdge; readonly version: number } | undefined;
    await edge.tell(async () => {
      for (;;) {
        const { version, told, want, differ, ...now } = await read();
        written = undefined;
        if (differ.length === 0) return new Map();
        const before = stillHeard(now.before, told, differ);
        const slots = { ...told, ...Object.fromEntries(differ.map((name) => [name, null])) };
        const saved = await edgeSlots.save({ streamId: id, edgeId: edge.id, slots, before }, version);
        // Somebody else tells it of the same stream: what they wrote is to be read, too.
        if (!saved.ok) continue;
        written = { record: { streamId: id, edgeId: edge.id, slots: want, before }, version: saved.version };
        return new Map(differ.map((name) => [name, want[name] ?? undefined]));
      }
    });
    if (written !== undefined) await edgeSlots.save(written.record, written.version);
  }

  /** What somebody may still be in the middle of, of the slots that the edge was, or is now, told otherwise. */
  function stillHeard(before: ToldToEdge["before"], told: Told, differ: readonly EdgeSlot[]) {
    const nowMs = deps.clock.nowMs();
    const heard = differ.flatMap((name) => {
      const each = told[name];
      if (!each || (each.untilMs !== undefined && each.untilMs <= nowMs)) return [];
      return [[name, { audio: each.audio, untilMs: nowMs + each.seconds * 1000 + pauseMs }] as const];
    });
    const older = Object.entries(before).filter(([, { untilMs }]) => untilMs > nowMs);
    return Object.fromEntries([...older, ...heard]);
  }

  const withdraw: SlotsAtEdge["withdraw"] = async (id, after, gone) => {
    await write(id, async (told) => {
      const now = await right(after, gone);
      return Object.fromEntries(
        Object.entries(told).filter(([name, each]) => isSame(each, now.get(name)?.says)),
      );
    });
    if (after === undefined) await edgeSlots.delete(id);
  };

  async function tell(id: StreamId, isNew: boolean) {
    const settledMs = deps.clock.nowMs() - settledAfterMs;
    try {
      await write(id, async (told) => {
        const stream = (await deps.streams.get(id))?.value;
        const unchanged = stream?.changedAtMs === stream?.createdAtMs;
        const now = [...(await right(stream))].filter(
          ([name, { says, sinceMs }]) =>
            isNew ||
            (unchanged && says.untilMs === undefined) ||
            sinceMs <= settledMs ||
            isSame(told[name], says),
        );
        return Object.fromEntries(now.map(([name, { says }]) => [name, says]));
      });
    } catch (error) {
      log.warn("edge-not-told", { streamId: id, error });
    }
  }

  async function* streams() {
    let cursor: string | undefined;
    do {
      const page = await deps.streams.list({ limit: 500, ...(cursor !== undefined && { cursor }) });
      yield* page.records;
      cursor = page.cursor;
    } while (cursor !== undefined);
  }

  const silence: SlotsAtEdge["silence"] = async ({ value: { silenced, ...stream }, version }) => {
    for (const secret of silenced ?? []) await edge.revoke(grantOf(secret));
    return silenced === undefined ? { ok: true, version } : deps.streams.save(stream, version);
  };

  return {
    silence,
    withdraw,
    async withdrawAudio(ids) {
      const gone = new Set(ids);
      for await (const { value } of streams())
        if (audioOf(value).some((each) => gone.has(each))) await withdraw(value.id, value, gone);
    },
    async begun({ id, secret }, slot) {
      const before = (await edgeSlots.get(id))?.value.before[`${grantOf(secret)}/${slot}`];
      return before !== undefined && deps.clock.nowMs() < before.untilMs ? before.audio : undefined;
    },
    tellNew: (id) => tell(id, true),
    async tellAll() {
      for await (const found of streams()) {
        if (found.value.silenced !== undefined)
          await silence(found).catch((error: unknown) =>
            log.warn("edge-not-told", { streamId: found.value.id, error }),
          );
        await tell(found.value.id, false);
      }
    },
  };
}

function isSame(one: ToldSlot | null | undefined, other: ToldSlot | null | undefined): boolean {
  if (!one || !other) return one === undefined && other === undefined;
  return one.fileKey === other.fileKey && one.untilMs === other.untilMs;
}

/** The clock that counts for all; none when it is another hour where some player is: then it depends on who asks. */
async function clockFor(deps: SlotsAtEdgeDeps): Promise<ClockRead | undefined> {
  if (deps.which !== "timed") return undefined;
  const zone = (await deps.settings.get("time-zone")).value;
  const players = await allPlayers(deps.players);
  const together = players.every((player) => zoneOf(player, zone) === zone);
  return together ? { nowMs: deps.clock.nowMs(), zone } : undefined;
}
