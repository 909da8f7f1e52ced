import { createPictures } from "../adapters/pictures/pictures.ts";
import { createExcerptDecoder } from "../adapters/wasm/excerpt-decoder.ts";
import type { StreamId, YotoAccountId } from "../domain/ids.ts";
import type { PlayerState } from "../domain/players/player-state.ts";
import type { ZoneName } from "../domain/time/local-time.ts";
import { createApp } from "../http/create-app.ts";
import { createSlotLog, type SlotLog } from "../http/streams/slot-log.ts";
import type { Slots } from "../http/streams/slots.ts";
import type { WebFiles } from "../http/web-files.ts";
import type { Analyzer } from "../ports/analyzer.ts";
import type { AudioFiles } from "../ports/audio-files.ts";
import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";
import type { Commands } from "../ports/commands.ts";
import type { DirectUploads, PartsTaken } from "../ports/direct-uploads.ts";
import type { FeedReader } from "../ports/feed-reader.ts";
import type { JobQueue } from "../ports/job-queue.ts";
import type { LiveUpdates } from "../ports/live-updates.ts";
import type { Log } from "../ports/log.ts";
import type { Passwords } from "../ports/passwords.ts";
import type { PictureMaker } from "../ports/picture-maker.ts";
import type { PlayerHttp } from "../ports/player-http.ts";
import type { Web } from "../ports/web.ts";
import type { YotoContent } from "../ports/yoto-content.ts";
import type { YotoLibrary } from "../ports/yoto-library.ts";
import type { YotoMedia } from "../ports/yoto-media.ts";
import type { YotoPlayers } from "../ports/yoto-players.ts";
import type { YotoSignIn } from "../ports/yoto-sign-in.ts";
import type { AudioFinder } from "../usecases/audio/find-audio.ts";
import { createCardLookUp } from "../usecases/cards/look-up-card.ts";
import type { MediaSources } from "../usecases/feeds/use-media-server.ts";
import { createRuleBook } from "../usecases/house-rules/rule-book.ts";
import type { IconShelf } from "../usecases/pictures/icon-shelf.ts";
import type { Voice } from "../usecases/speech/speak-to-library.ts";
import type { SlotsAnswered, SlotsAtEdge } from "../usecases/streams/slots-at-edge.ts";
import { streamsToldToEdge } from "../usecases/streams/streams-told-to-edge.ts";
import type { AccountState } from "../usecases/yoto-accounts/account-state.ts";
import type { CodeLinks } from "../usecases/yoto-accounts/link-with-code.ts";
import type { Stores } from "./create-stores.ts";
import type { Env } from "./env.ts";
import { lazyPort } from "./lazy-port.ts";

/** What a process chooses for the app: adapters, stores, and its addresses. */
export type AppParts = {
  readonly stores: Stores;
  readonly files: AudioFiles;
  /** What answers players without asking us, where there is such a thing. */
  readonly slotsAtEdge?: SlotsAtEdge | undefined;
  /** Which slots it answers. Default: none. */
  readonly edgeAnswers?: SlotsAnswered | undefined;
  readonly passwords: Passwords;
  readonly pictureMaker: PictureMaker;
  readonly commands: Commands;
  readonly liveUpdates: LiveUpdates;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly cloud: YotoContent & YotoLibrary & YotoMedia & YotoPlayers;
  readonly signIn: YotoSignIn;
  readonly voice?: Voice | undefined;
  /** Whom those who do long work can have write down what is said. */
  readonly transcribedBy?: Env["TRANSCRIBER"];
  /** Wakes who does long work; without it nothing is converted. */
  readonly jobQueue?: JobQueue | undefined;
  readonly accountState: (id: YotoAccountId) => Promise<AccountState>;
  /** The internet as seen from here, for addresses that people type in. */
  readonly internet: Web;
  readonly feedReader: FeedReader;
  /** How media servers of the family's own are spoken to. */
  readonly mediaSources: MediaSources;
  /** What is left on the disk, where there is one. */
  readonly freeBytes?: (() => Promise<number>) | undefined;
  readonly version: string;
  readonly kinds: { readonly store: string; readonly audio: string };
  readonly publicUrl: URL;
  readonly publicUrlIsSet: boolean;
  readonly boundToLoopback: boolean;
  readonly realYoto: boolean;
  readonly refreshEveryHours?: number;
  readonly demo?: { readonly pretendUrl: URL } | undefined;
  readonly web?: WebFiles | undefined;
  readonly analyzer: Analyzer;
  /** Takes uploads past us, where the files are kept elsewhere. */
  readonly directUploads?: (DirectUploads & Partial<PartsTaken>) | undefined;
  readonly deadJobs?: (() => Promise<number | undefined>) | undefined;
  /** Screens hear of changes over a wire that stays open, or ask now and again. Default: a wire. */
  readonly live?: "wire" | "asking" | undefined;
  readonly signal: AbortSignal;
  /** More than so much cannot be sent in one answer. Default: anything can. */
  readonly answerBytesMost?: number;
  /** How long another writer of a player's settings may take between reading and writing; for tests, where nobody does. */
  readonly settleMs?: number;
};

/** The HTTP app from its parts, and the pieces of it that the node server answers without the app (slots, probes). */
export function assembleApp(ground: AppParts) {
  const { clock, chance, log, liveUpdates, slotsAtEdge } = ground;
  const stores =
    slotsAtEdge === undefined
      ? ground.stores
      : { ...ground.stores, streams: streamsToldToEdge(ground.stores.streams, slotsAtEdge) };
  const { accounts, players } = stores;
  const slotLog = shownTo(ground.analyzer, createSlotLog());
  const orders = { orders: stores.orders, commands: ground.commands, clock, chance, liveUpdates };
  const { jobQueue } = ground;
  const allHeard = async (id: StreamId) => {
    const { tellOfMail } = await import("../usecases/streams/tell-of-mail.ts");
    return tellOfMail({ ...stores, ...orders, jobQueue }, id);
  };
  // What players fetch is read with the first of them: a screen's start does without.
  let heard: Slots | undefined;
  const slots = lazyPort<Slots, Pick<Slots, "forget">>(
    async () => {
      const { createSlots } = await import("../http/streams/slots.ts");
      const { files, answerBytesMost: mostBytes } = ground;
      const deps = { ...stores, slotsAtEdge, mostBytes, liveUpdates, allHeard, files, clock, log, slotLog };
      heard = createSlots(deps);
      return heard;
    },
    { forget: () => heard?.forget() },
  );
  const tokens = {
    accounts,
    signIn: ground.signIn,
    clock,
    chance,
    log,
    liveUpdates,
    ...(ground.refreshEveryHours === undefined ? {} : { refreshEveryHours: ground.refreshEveryHours }),
  };
  const pretend = ground.demo !== undefined;
  const keepLinked = { accounts, clock, log, liveUpdates, pretend };
  const { cloud, signIn } = ground;
  const pictures = createPictures(ground.demo?.pretendUrl);
  const deps = {
    ...stores,
    ...ground,
    pretend,
    slotLog,
    slots,
    audioFinder: lazyPort<AudioFinder, object>(async () => {
      const { createAudioFinder } = await import("../usecases/audio/find-audio.ts");
      return createAudioFinder({ ...stores, files: ground.files, clock, chance, log });
    }, {}),
    tokens,
    codeLinks: lazyPort<CodeLinks, object>(async () => {
      const { createCodeLinks } = await import("../usecases/yoto-accounts/link-with-code.ts");
      return createCodeLinks({ ...keepLinked, signIn, chance, pendingCodes: stores.pendingCodes });
    }, {}),
    cardLookUp: createCardLookUp({ cards: stores.cards, cloud, tokens, clock, log, liveUpdates }),
    pictures,
    playerHttp: lazyPort<PlayerHttp, object>(async () => {
      const { createPlayerHttp } = await import("../adapters/web/player-http.ts");
      return createPlayerHttp({ own: ground.publicUrl, nowMs: () => clock.nowMs() });
    }, {}),
    excerptDecoder: createExcerptDecoder(),
    icons: lazyPort<IconShelf, object>(async () => {
      const { createIconShelf } = await import("../usecases/pictures/icon-shelf.ts");
      return createIconShelf({ cloud, tokens, pictures, ownIcons: stores.ownIcons, clock });
    }, {}),
    ruleBook: createRuleBook({ ...stores, clock }),
    listenedToday: async (state: PlayerState, zone: ZoneName, sinceMs?: number) => {
      const { listenedToday } = await import("../usecases/house-rules/listened-today.ts");
      return listenedToday({ ...stores, clock }, state, zone, sinceMs);
    },
    startedAtMs: clock.nowMs(),
    accountsHealth: async () =>
      Promise.all(
        (await accounts.list()).map(async ({ value: { id } }) => ({
          ...(await ground.accountState(id)),
          players: (await players.ofAccount(id)).length,
        })),
      ),
  };
  return { app: createApp(deps), slots, deps };
}

/** A log of what players asked of slots that shows the analyzer, too. */
function shownTo(analyzer: Analyzer, log: SlotLog): SlotLog {
  return {
    ...log,
    add(streamId, slot, visit) {
      log.add(streamId, slot, visit);
      const { atMs: _, audio: __, ...seen } = visit;
      analyzer.add({ is: "stream-request", streamId, slot, ...seen });
    },
  };
}
