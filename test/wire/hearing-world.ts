import { createMemoryAudioFiles } from "../../src/adapters/memory/audio-files.ts";
import { createInProcessJobQueue } from "../../src/adapters/memory/job-queue.ts";
import { createWeb } from "../../src/adapters/web/web.ts";
import { cardFactsOf } from "../../src/domain/cards/card-facts.ts";
import { CardId, StreamId, YotoCardId } from "../../src/domain/ids.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import type { Stream } from "../../src/http/schema/stream.ts";
import { createStores } from "../../src/main/create-stores.ts";
import type { FetchProfileName } from "../../src/simulator/player/fetch-profile.ts";
import { streamContent } from "../../src/simulator/player/test-family.ts";
import { aSlotServer } from "../http/a-slot-server.ts";
import { createEar, lettersOf, pieceOf, pieceSeconds } from "./ear.ts";
import { startListeningWorld } from "./listening-world.ts";
import { virtualTime } from "./virtual-time.ts";

/** How long one piece plays, and a little more. */
export const pieceMs = Math.ceil(pieceSeconds * 1000) + 1_000;

/**
 * A family with players that hear what our own server gives them, while a listener of ours hears what they say; in a time that
 * moves only when told to. Pieces are named by a letter.
 */
export async function startHearingWorld(options: {
  readonly startMs?: number;
  /** Players by name, with the way each fetches. */
  readonly players: Readonly<Record<string, FetchProfileName>>;
  /** Of players that are not at home, by name. */
  readonly zones?: Readonly<Record<string, string>>;
}) {
  const time = virtualTime(options.startMs ?? Date.UTC(2030, 0, 7, 12));
  const world = await startListeningWorld({ time });
  const { table, secrets, clock, chance } = world;
  const ground = {
    yotoUrl: world.yoto.url,
    chance,
    clock,
    stores: createStores({ table, secrets, clock, chance }),
    files: createMemoryAudioFiles(),
    jobQueue: createInProcessJobQueue(clock),
    internet: createWeb({ mayReach: () => true }),
  };
  let server = await aSlotServer(ground);
  const { id, account } = await world.link();
  const players = await Promise.all(
    Object.entries(options.players).map(async ([name, fetchProfile]) => {
      const ear = createEar();
      const timezone = options.zones?.[name];
      const player = await world.addPlayer(account, {
        name,
        fetchProfile,
        ...(timezone !== undefined && { timezone }),
        repeatAll: false,
        // Our server lives in the same time: what is not there when all stands still comes later.
        patienceMs: 5,
        // That it plays is told before it asks, and so heard before.
        latencyMs: 50,
        habits: {
          saysLegacy: false,
          saysStatusByItself: true,
          tellsBeforeFetching: "always",
          saysText: false,
        },
        onFrame: ear.hear,
      });
      return { player, name, ear };
    }),
  );
  const listener = world.listen({
    // What Yoto says of a card, as a listener of ours looks it up.
    cardFacts: (_, yotoCardId) => {
      const json = world.yoto.cards.get(yotoCardId);
      return json && cardFactsOf(yotoCardId, json as unknown as JsonObject);
    },
  });
  await listener.connected(id);
  for (const { player } of players)
    await world.when("a first report", async () => (await world.state(player.id))?.volumeSteps !== undefined);
  const ids = new Map<string, string>();
  const more = new AsyncDisposableStack();

  /** The ids of these pieces, made when first named. */
  const pieces = async (letters: string): Promise<string[]> => {
    for (const letter of new Set(letters))
      if (!ids.has(letter)) ids.set(letter, await server.add(pieceOf(letter), letter));
    return [...letters].map((letter) => ids.get(letter) ?? "");
  };

  /** A new process at the same address: it knows nothing but what was stored, and connections are cut. */
  const restart = async () => {
    await server[Symbol.asyncDispose]();
    server = await aSlotServer(ground, server);
  };

  return {
    ...world,
    time,
    stores: ground.stores,
    account,
    pieces,
    /** Ends with the world. */
    defer: (something: AsyncDisposable) => void more.use(something),
    /** Sets our clock to then. Our tokens may have aged meanwhile, and idle connections were cut. */
    async waitUntil(atMs: number) {
      time.jump(Math.max(0, atMs - 5_000 - clock.nowMs()));
      await restart();
      await time.advance(5_000);
    },
    restart,
    get server() {
      return server;
    },
    players: players.map(({ player, name, ear }) => ({
      id: player.id,
      name,
      insertCard: player.insertCard,
      removeCard: player.removeCard,
      pressLeft: player.pressLeft,
      pressRight: player.pressRight,
      holdPower: player.holdPower,
      get heard() {
        return player.heard;
      },
      /** All that was heard, by the letters of the pieces: capitals for what was heard whole. */
      letters: () => lettersOf(ear.runs),
      runs: ear.runs,
      /** Puts the card in, listens for a while, and pulls it out. */
      async visit(cardId: string, ms: number) {
        player.insertCard(cardId);
        await time.advance(ms);
        player.removeCard();
        await time.advance(2_000);
      },
    })),
    /** A stream with this rule, and a card at Yoto that plays it. */
    async cardOf(
      rule: object,
      and: object = {},
    ): Promise<{ readonly stream: Stream; readonly cardId: string }> {
      const stream = await server.makeStream({ title: "Night", rule, ...and });
      const slots = stream.slots.map(({ name }) => name);
      const home = `${server.url}${new URL(stream.slots[0]?.url ?? "").pathname.replace(/\/[^/]+$/, "")}`;
      const { cardId } = world.yoto.cards.put({
        userId: account.sub,
        title: "Night",
        content: streamContent(home, slots),
      });
      await server.stores.cards.create({
        id: CardId(chance.id()),
        title: "Night",
        chapters: slots.map((slot) => ({
          key: slot,
          title: slot,
          plays: { from: "stream", streamId: StreamId(stream.id), slot },
        })),
        published: { accountId: id, yotoCardId: YotoCardId(cardId), atMs: 0 },
        createdAtMs: 0,
        changedAtMs: 0,
      });
      return { stream, cardId };
    },
    async [Symbol.asyncDispose]() {
      await more.disposeAsync();
      await world[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

export type HearingWorld = Awaited<ReturnType<typeof startHearingWorld>>;
