import { createHash } from "node:crypto";
import { CardId, StreamId, YotoCardId } from "../../src/domain/ids.ts";
import type { Stream } from "../../src/http/schema/stream.ts";
import { storesOver } from "../../src/main/stores-over.ts";
import type { FetchProfileName } from "../../src/simulator/player/fetch-profile.ts";
import { streamContent } from "../../src/simulator/player/test-family.ts";
import { aSlotServer } from "../http/a-slot-server.ts";
import { silentMp3 } from "../http/an-app.ts";
import { startListeningWorld } from "./listening-world.ts";
import { virtualTime } from "./virtual-time.ts";

const framesPerPiece = 400; // 10.4 s
/** How long one piece plays, and a little more. */
export const pieceMs = 11_500;

/**
 * A family with players that hear what our own server gives them, while a listener of ours hears what they say; in a time that
 * moves only when told to. Pieces are named by a letter.
 */
export async function startHearingWorld(options: {
  readonly startMs?: number;
  /** Players by name, with the way each fetches. */
  readonly players: Readonly<Record<string, FetchProfileName>>;
}) {
  const time = virtualTime(options.startMs ?? Date.UTC(2030, 0, 7, 12));
  const world = await startListeningWorld({ time });
  const { table, secrets, clock, chance } = world;
  const server = await aSlotServer({ clock, stores: storesOver({ table, secrets, clock, chance }) });
  const { id, account } = await world.link();
  const asleep = Object.entries(options.players).map(([name, fetchProfile]) =>
    world.addPlayer(account, {
      name,
      fetchProfile,
      repeatAll: false,
      habits: { saysLegacy: false, saysStatusByItself: true, tellsBeforeFetching: "always", saysText: false },
    }),
  );
  const players = await Promise.all(asleep);
  const listener = world.listen();
  await listener.connected(id);
  for (const player of players)
    await world.when("a first report", async () => (await world.state(player.id))?.volumeSteps !== undefined);
  const names = new Map<string, string>();
  const ids = new Map<string, string>();

  /** The ids of these pieces, made when first named; joined they are known by all their letters. */
  const pieces = async (letters: string): Promise<string[]> => {
    const bytesOf = (letter: string) => silentMp3(framesPerPiece, letter.charCodeAt(0));
    const name = (bytes: Uint8Array, as: string) =>
      names.set(createHash("sha256").update(bytes).digest("hex"), as);
    for (const letter of new Set(letters)) {
      if (ids.has(letter)) continue;
      ids.set(letter, await server.add(bytesOf(letter), letter));
      name(bytesOf(letter), letter);
    }
    name(Buffer.concat([...letters].map(bytesOf)), letters);
    return [...letters].map((letter) => ids.get(letter) ?? "");
  };

  return {
    ...world,
    time,
    server,
    account,
    pieces,
    players: players.map((player) => ({
      id: player.id,
      insertCard: player.insertCard,
      removeCard: player.removeCard,
      get heard() {
        return player.heard;
      },
      /** What was heard to its end, by the letters of the pieces; `?` for anything else. */
      letters: () =>
        player.heard
          .filter(({ how }) => how === "ended")
          .map(({ sha256 }) => names.get(sha256) ?? "?")
          .join(""),
      /** Puts the card in, listens for a while, and pulls it out. */
      async visit(cardId: string, ms: number) {
        player.insertCard(cardId);
        await time.advance(ms);
        player.removeCard();
        await time.advance(2_000);
      },
    })),
    /** What a new process knows: nothing but what was stored; connections are cut. */
    restart() {
      server.slots.forget();
      server.cut();
    },
    /** A stream with this rule, and a card at Yoto that plays it. */
    async cardOf(rule: object): Promise<{ readonly stream: Stream; readonly cardId: string }> {
      const stream = await server.makeStream({ title: "Night", rule });
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
      await world[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
